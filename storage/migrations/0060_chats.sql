-- Basic groups (core.telegram.org/api/channel#basic-groups). What is written in one stands in its members' boxes.
CREATE TABLE chats (
    chat_id    BIGINT PRIMARY KEY,
    title      TEXT   NOT NULL,
    about      TEXT   NOT NULL DEFAULT '',
    -- 0 when the last member has left.
    creator    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    -- Rises with every change of the members or their rights: clients put such updates in order by it.
    version    BIGINT NOT NULL,
    -- How many members there are.
    size       BIGINT NOT NULL,
    -- Bits of storage.conversations.chats.Banned: what members who are no admins may not do.
    banned     BIGINT NOT NULL DEFAULT 0,
    -- msgpack maps, see storage.conversations.chats.Chat.
    reactions  BLOB   NOT NULL,
    photo      BLOB
);

-- Who is in a group, and who was.
CREATE TABLE chat_members (
    chat_id   BIGINT NOT NULL,
    user_id   BIGINT NOT NULL,
    -- storage.conversations.chats.Standing.
    standing  BIGINT NOT NULL,
    admin     BIGINT NOT NULL DEFAULT 0,
    inviter   BIGINT NOT NULL,
    joined_at BIGINT NOT NULL,
    rank      TEXT   NOT NULL DEFAULT '',
    -- What the group was called when they went: later names are not for them.
    last_title TEXT  NOT NULL DEFAULT '',
    PRIMARY KEY (chat_id, user_id)
);
CREATE INDEX chat_members_user ON chat_members (user_id, standing, chat_id);
