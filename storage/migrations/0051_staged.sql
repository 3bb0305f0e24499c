-- New rows on their way into their tables, in the order they came (docs/storage.md): one engine moves them there many at
-- a time (storage/sqlite/staging.py), another puts them in at once and leaves these empty. A step that changes one of
-- the tables changes its twin in the same way.
CREATE TABLE staged_messages AS SELECT * FROM messages WHERE 1 = 0;
CREATE TABLE staged_events AS SELECT * FROM events WHERE 1 = 0;
CREATE TABLE staged_search_queue AS SELECT * FROM search_queue WHERE 1 = 0;
-- A retry finds the first result here as well.
CREATE UNIQUE INDEX staged_messages_random ON staged_messages (box, peer, random_id) WHERE random_id IS NOT NULL;
