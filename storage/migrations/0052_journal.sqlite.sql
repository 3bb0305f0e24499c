-- Rows on their way into their tables, one record for each group of units that wrote some (storage/sqlite/staging.py).
-- `rows` is a msgpack array that names tables and columns itself: a step that changes a table need not look at it.
CREATE TABLE journal (
    number INTEGER PRIMARY KEY,
    rows   BLOB NOT NULL
);
-- What waits in the tables' twins, where such rows stood until now.
INSERT INTO messages SELECT * FROM staged_messages;
INSERT INTO events SELECT * FROM staged_events;
INSERT INTO search_queue SELECT * FROM staged_search_queue WHERE true ON CONFLICT DO NOTHING;
DROP TABLE staged_messages;
DROP TABLE staged_events;
DROP TABLE staged_search_queue;
