-- Named counters: the next number of each kind.
CREATE TABLE counters (
    name  TEXT   PRIMARY KEY,
    value BIGINT NOT NULL
);

CREATE TABLE users (
    user_id    BIGINT PRIMARY KEY,
    -- Digits only, international form; NULL for bots, service accounts and deleted accounts.
    phone      TEXT   UNIQUE,
    first_name TEXT   NOT NULL,
    last_name  TEXT   NOT NULL DEFAULT '',
    about      TEXT   NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    -- 0 person, 1 bot, 2 service account, 3 deleted account
    kind       BIGINT NOT NULL DEFAULT 0,
    banned     BIGINT NOT NULL DEFAULT 0,
    -- msgpack list of [name, active, editable], the first active one is the main username.
    usernames  BLOB   NOT NULL,
    -- msgpack map of what is rarely looked at: see storage.accounts.users.Profile.
    profile    BLOB   NOT NULL
);

-- Who owns a name: users now, chats later. Names are compared without case.
CREATE TABLE usernames (
    folded    TEXT   PRIMARY KEY,
    peer_kind TEXT   NOT NULL,
    peer_id   BIGINT NOT NULL
);

-- Until when each device of a user is online, or was. Kept apart from users since it changes all day long.
CREATE TABLE presence (
    user_id      BIGINT NOT NULL,
    device_id    BIGINT NOT NULL,
    online_until BIGINT NOT NULL,
    PRIMARY KEY (user_id, device_id)
) WITHOUT ROWID;
