-- Files that nothing showed when the last collection looked, and since when (server/files/collecting.py).
CREATE TABLE unused_files (
    file_id BIGINT PRIMARY KEY,
    since   BIGINT NOT NULL
);
