-- Which parts of an upload came is recorded beside the parts now (server/files/part_file.py); a row says only whose the
-- upload is, and what became of it. What is half sent while a server is upgraded to this step is sent again.
-- `stride` is how far apart the parts lie in the file `name`. `digest` and `size` are there once it is in the store.
DROP TABLE upload_parts;
DROP TABLE uploads;
CREATE TABLE uploads (
    user_id     BIGINT NOT NULL,
    file_id     BIGINT NOT NULL,
    name        TEXT   NOT NULL UNIQUE,
    total_parts BIGINT NOT NULL,
    stride      BIGINT NOT NULL,
    finished_at BIGINT NOT NULL,
    size        BIGINT NOT NULL,
    digest      BLOB,
    PRIMARY KEY (user_id, file_id)
);
CREATE INDEX uploads_finished ON uploads (finished_at);
CREATE INDEX uploads_digest ON uploads (digest);
