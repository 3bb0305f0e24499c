-- Under which random_id a message was sent, kept apart from the messages: it is asked for before each message, while the
-- messages themselves may still be on their way into their table.
CREATE TABLE random_ids (
    box       BIGINT NOT NULL,
    peer      BIGINT NOT NULL,
    random_id BIGINT NOT NULL,
    id        BIGINT NOT NULL,
    PRIMARY KEY (box, peer, random_id)
) WITHOUT ROWID;
INSERT INTO random_ids (box, peer, random_id, id) SELECT box, peer, random_id, id FROM messages WHERE random_id IS NOT NULL;
DROP INDEX messages_random;
