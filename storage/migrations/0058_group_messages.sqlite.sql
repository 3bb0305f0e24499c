-- What the copies of a message to a basic group share, stored once (storage/conversations/group_messages.py). Before,
-- an index led from the writer's copy to each of the others, an entry for every member, and each had a body of its own.
CREATE TABLE group_messages (
    -- The writer's own copy.
    origin_box BIGINT NOT NULL,
    origin_id  BIGINT NOT NULL,
    -- The body of all copies whose own is empty. Empty when there are none.
    body       BLOB   NOT NULL,
    -- A JSON object: by box, the id of the copy that stands, or once stood, in it. Last, as it may be long.
    places     TEXT   NOT NULL,
    PRIMARY KEY (origin_box, origin_id)
) WITHOUT ROWID;
-- The copies that there are keep the bodies they have.
INSERT INTO group_messages (origin_box, origin_id, body, places)
SELECT origin_box, origin_id, '', json_group_object(CAST(box AS TEXT), id) FROM messages WHERE peer < 0
GROUP BY origin_box, origin_id;
DROP INDEX messages_copies;
CREATE INDEX messages_copies ON messages (origin_box, origin_id) WHERE origin_box <> box AND peer > 0;
