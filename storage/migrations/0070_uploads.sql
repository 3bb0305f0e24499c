-- Files on their way in (core.telegram.org/api/files#uploading-files): one row per upload, one per part that came.
-- `name` is the server's own, of the file in the staging area. `last_part` is the highest number seen (or, when the
-- client told how many there are, the last there will be) and `last_size` its length; all before it are `part_size`
-- long, 0 while unknown. `digest` and `size` are there once it was put into the store.
CREATE TABLE uploads (
    user_id     BIGINT NOT NULL,
    file_id     BIGINT NOT NULL,
    name        TEXT   NOT NULL UNIQUE,
    total_parts BIGINT NOT NULL,
    part_size   BIGINT NOT NULL,
    last_part   BIGINT NOT NULL,
    last_size   BIGINT NOT NULL,
    bytes       BIGINT NOT NULL,
    touched_at  BIGINT NOT NULL,
    digest      BLOB,
    PRIMARY KEY (user_id, file_id)
);
CREATE INDEX uploads_touched ON uploads (touched_at);
CREATE INDEX uploads_digest ON uploads (digest);

CREATE TABLE upload_parts (
    user_id BIGINT NOT NULL,
    file_id BIGINT NOT NULL,
    part    BIGINT NOT NULL,
    size    BIGINT NOT NULL,
    PRIMARY KEY (user_id, file_id, part)
);
