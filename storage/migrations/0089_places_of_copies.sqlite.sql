-- Where the other copy of a private message stands is told by the writer's own row, and no index leads there any more, into
-- which an entry went for every message. 0 in every other row.
-- OR FAIL: what fails is undone with the whole step, so SQLite need not keep each page as it was before the statement.
ALTER TABLE messages ADD COLUMN copy_id BIGINT NOT NULL DEFAULT 0;
UPDATE OR FAIL messages SET copy_id = copies.id
FROM (SELECT origin_box, origin_id, id FROM messages WHERE origin_box <> box AND peer > 0) AS copies
WHERE messages.box = copies.origin_box AND messages.id = copies.origin_id;
-- Where the writer has deleted their own row, it is told as of a message to a group.
INSERT INTO group_messages (origin_box, origin_id, body, places)
SELECT origin_box, origin_id, '', json_object(CAST(box AS TEXT), id) FROM messages WHERE origin_box <> box AND peer > 0
AND NOT EXISTS (SELECT 1 FROM messages AS own WHERE own.box = messages.origin_box AND own.id = messages.origin_id);
DROP INDEX messages_copies;
