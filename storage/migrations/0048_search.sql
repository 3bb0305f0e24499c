-- Contents of messages that wait to be indexed (storage/searching/search_index.py), named like their origins.
CREATE TABLE search_queue (
    origin_box BIGINT NOT NULL,
    origin_id  BIGINT NOT NULL,
    PRIMARY KEY (origin_box, origin_id)
) WITHOUT ROWID;

-- What is indexed of a content, one row however many boxes hold copies of it.
CREATE TABLE message_texts (
    doc        BIGINT NOT NULL PRIMARY KEY,
    origin_box BIGINT NOT NULL,
    origin_id  BIGINT NOT NULL,
    -- 0, or the only box whose copy this is: of copies that no longer say the same, each has a row.
    box        BIGINT NOT NULL,
    words      TEXT   NOT NULL,
    marks      TEXT   NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX message_texts_origin ON message_texts (origin_box, origin_id, box);

-- What kinds of media a copy shows, storage.searching.searchable.Kind; a copy of plain text has no row.
CREATE TABLE message_kinds (
    box  BIGINT NOT NULL,
    id   BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    peer BIGINT NOT NULL,
    date BIGINT NOT NULL,
    PRIMARY KEY (box, id, kind)
) WITHOUT ROWID;
CREATE INDEX message_kinds_dialog ON message_kinds (box, peer, kind, id, date);
CREATE INDEX message_kinds_box ON message_kinds (box, kind, id, date, peer);
-- Flag.MENTIONED, seen or not.
CREATE INDEX messages_mentioned ON messages (box, peer, id) WHERE flags & 4 <> 0;

-- Messages from before this step wait like new ones; the server indexes them before it serves anybody.
INSERT INTO search_queue (origin_box, origin_id) SELECT DISTINCT origin_box, origin_id FROM messages;
