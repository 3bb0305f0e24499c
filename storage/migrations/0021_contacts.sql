-- One user's address book (core.telegram.org/api/contacts): the people in it who have an account.
CREATE TABLE contacts (
    user_id      BIGINT NOT NULL,
    contact_id   BIGINT NOT NULL,
    -- How the owner of the book calls them.
    first_name   TEXT   NOT NULL,
    last_name    TEXT   NOT NULL DEFAULT '',
    -- The number the owner knows them by, digits only; empty when they were added without one.
    phone        TEXT   NOT NULL DEFAULT '',
    -- msgpack map of a text and its entities, NULL for none.
    note         BLOB,
    close_friend BIGINT NOT NULL DEFAULT 0,
    added_at     BIGINT NOT NULL,
    PRIMARY KEY (user_id, contact_id)
) WITHOUT ROWID;
CREATE INDEX contacts_of ON contacts (contact_id, user_id);

-- The phone book as a user's devices uploaded it, whether or not the numbers have an account.
CREATE TABLE saved_contacts (
    user_id    BIGINT NOT NULL,
    phone      TEXT   NOT NULL,
    first_name TEXT   NOT NULL,
    last_name  TEXT   NOT NULL DEFAULT '',
    saved_at   BIGINT NOT NULL,
    PRIMARY KEY (user_id, phone)
) WITHOUT ROWID;
CREATE INDEX saved_contacts_phone ON saved_contacts (phone);

-- Links by which people hand out their account for a while (contacts.exportContactToken).
CREATE TABLE contact_tokens (
    token      TEXT   PRIMARY KEY,
    user_id    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX contact_tokens_user ON contact_tokens (user_id);

-- From when on use counts towards a peer's rating (contacts.resetTopPeerRating).
CREATE TABLE top_peer_resets (
    user_id  BIGINT NOT NULL,
    category TEXT   NOT NULL,
    peer     BIGINT NOT NULL,
    reset_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, category, peer)
) WITHOUT ROWID;
