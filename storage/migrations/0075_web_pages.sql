-- Pages that links lead to (server/previews). `state`: 0 being fetched, 1 there is a preview, 2 there is none. `data` is a
-- msgpack map of what is shown; `photo` a file id or 0; `asked_at` is when the fetch began.
CREATE TABLE web_pages (
    page_id  BIGINT PRIMARY KEY,
    url      TEXT   NOT NULL UNIQUE,
    state    BIGINT NOT NULL,
    asked_at BIGINT NOT NULL,
    photo    BIGINT NOT NULL,
    data     BLOB   NOT NULL
);
CREATE INDEX web_pages_photo ON web_pages (photo);
