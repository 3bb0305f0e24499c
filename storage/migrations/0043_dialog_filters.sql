-- Folders that users make themselves (core.telegram.org/api/folders).
CREATE TABLE dialog_filters (
    user_id BIGINT NOT NULL,
    id      BIGINT NOT NULL,
    place   BIGINT NOT NULL,
    -- msgpack map, see storage.conversations.dialog_filters.
    data    BLOB   NOT NULL,
    PRIMARY KEY (user_id, id)
);

-- Saved dialogs on top of Saved Messages, the highest place first.
CREATE TABLE pinned_saved (
    box   BIGINT NOT NULL,
    peer  BIGINT NOT NULL,
    place BIGINT NOT NULL,
    PRIMARY KEY (box, peer)
);
