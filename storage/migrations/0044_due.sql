-- Copies of messages that delete themselves.
CREATE TABLE expiring (
    due BIGINT NOT NULL,
    box BIGINT NOT NULL,
    id  BIGINT NOT NULL,
    PRIMARY KEY (due, box, id)
);

-- Messages that are to be sent later (core.telegram.org/api/scheduled-messages). Ids are of their own.
CREATE TABLE scheduled (
    box        BIGINT NOT NULL,
    peer       BIGINT NOT NULL,
    id         BIGINT NOT NULL,
    -- Unix seconds; 2147483646 for "when the peer comes online".
    due        BIGINT NOT NULL,
    random_id  BIGINT,
    -- msgpack map, see storage.conversations.scheduled.Scheduled.
    data       BLOB   NOT NULL,
    PRIMARY KEY (box, id)
);
CREATE INDEX scheduled_due ON scheduled (due);
CREATE INDEX scheduled_peer ON scheduled (box, peer, id);
CREATE UNIQUE INDEX scheduled_random ON scheduled (box, peer, random_id) WHERE random_id IS NOT NULL;
