-- Sticker sets (core.telegram.org/api/stickers). `kind`: 0 stickers, 1 masks, 2 custom emoji. `version` goes up with
-- every change, so that clients see what they hold is old. `thumb` is a file id or 0.
CREATE TABLE sticker_sets (
    set_id     BIGINT PRIMARY KEY,
    owner      BIGINT NOT NULL,
    kind       BIGINT NOT NULL,
    title      TEXT   NOT NULL,
    short_name TEXT   NOT NULL,
    folded     TEXT   NOT NULL UNIQUE,
    thumb      BIGINT NOT NULL,
    text_color BIGINT NOT NULL,
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX sticker_sets_owner ON sticker_sets (owner);

-- What stands in a set, in order. `emoji` is one or several, separated by spaces; `keywords` by commas.
CREATE TABLE stickers (
    set_id   BIGINT NOT NULL,
    file_id  BIGINT NOT NULL,
    position BIGINT NOT NULL,
    emoji    TEXT   NOT NULL,
    keywords TEXT   NOT NULL,
    PRIMARY KEY (set_id, file_id)
);
CREATE UNIQUE INDEX stickers_file ON stickers (file_id);

-- The sets a user has installed, by kind; the highest position first.
CREATE TABLE installed_sets (
    user_id      BIGINT NOT NULL,
    set_id       BIGINT NOT NULL,
    kind         BIGINT NOT NULL,
    position     BIGINT NOT NULL,
    archived     BIGINT NOT NULL,
    installed_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, set_id)
);
CREATE INDEX installed_sets_set ON installed_sets (set_id);

-- Lists of files that a user keeps: `list` says which (storage/media/collections.py); the highest position first.
CREATE TABLE collections (
    user_id  BIGINT NOT NULL,
    list     TEXT   NOT NULL,
    file_id  BIGINT NOT NULL,
    position BIGINT NOT NULL,
    date     BIGINT NOT NULL,
    PRIMARY KEY (user_id, list, file_id)
);
CREATE INDEX collections_file ON collections (file_id);
