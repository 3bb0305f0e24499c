-- Files: what a photo or a document is. Contents are in the store of blobs, under `digest`; a photo has none of its
-- own, only renditions. `details` is a msgpack map (storage/media/files.py).
CREATE TABLE files (
    file_id    BIGINT PRIMARY KEY,
    kind       BIGINT NOT NULL,
    owner      BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    digest     BLOB,
    size       BIGINT NOT NULL,
    mime_type  TEXT   NOT NULL,
    details    BLOB   NOT NULL
);
CREATE INDEX files_owner ON files (owner);
CREATE INDEX files_digest ON files (digest);

-- The sizes of a photo, the previews of a document: `type` is a letter of core.telegram.org/api/files#image-thumbnail-types.
CREATE TABLE renditions (
    file_id BIGINT NOT NULL,
    type    TEXT   NOT NULL,
    digest  BLOB   NOT NULL,
    size    BIGINT NOT NULL,
    width   BIGINT NOT NULL,
    height  BIGINT NOT NULL,
    PRIMARY KEY (file_id, type)
);
CREATE INDEX renditions_digest ON renditions (digest);
