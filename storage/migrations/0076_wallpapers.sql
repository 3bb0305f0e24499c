-- Wallpapers that people uploaded (core.telegram.org/api/wallpapers); those that came with the server are in its code.
-- `settings` is a msgpack map (server/wallpapers/settings.py).
CREATE TABLE wallpapers (
    wallpaper_id BIGINT PRIMARY KEY,
    slug         TEXT   NOT NULL UNIQUE,
    owner        BIGINT NOT NULL,
    file_id      BIGINT NOT NULL,
    pattern      BIGINT NOT NULL,
    settings     BLOB   NOT NULL
);
CREATE INDEX wallpapers_file ON wallpapers (file_id);

-- The wallpapers a user keeps, the highest position first, with the user's own settings. A `hidden` one of those that came
-- with the server is not offered any more.
CREATE TABLE kept_wallpapers (
    user_id      BIGINT NOT NULL,
    wallpaper_id BIGINT NOT NULL,
    position     BIGINT NOT NULL,
    hidden       BIGINT NOT NULL,
    settings     BLOB   NOT NULL,
    PRIMARY KEY (user_id, wallpaper_id)
);

-- How a chat looks to whom: `box` is the user (for a group: the group itself, marked), `peer` the chat as they know it.
-- `theme` is an emoji or empty. `own` and `given` are wallpapers as msgpack maps: the one the user chose, and the one that
-- the other side chose for both.
CREATE TABLE chat_looks (
    box   BIGINT NOT NULL,
    peer  BIGINT NOT NULL,
    theme TEXT   NOT NULL,
    own   BLOB,
    given BLOB,
    PRIMARY KEY (box, peer)
);
