-- The files of the starter pack (server/starter) that have been made, by what they are called there.
CREATE TABLE starter_files (
    name    TEXT   PRIMARY KEY,
    file_id BIGINT NOT NULL
);
