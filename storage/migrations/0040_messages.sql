-- Messages, one row in every box that holds a copy (two for a private message, one per member for a basic group).
CREATE TABLE messages (
    box        BIGINT NOT NULL,
    id         BIGINT NOT NULL,
    -- Marked ids (storage/peers.py): the dialog it stands in, and who wrote it.
    peer       BIGINT NOT NULL,
    sender     BIGINT NOT NULL,
    date       BIGINT NOT NULL,
    -- The writer's own copy: what is shared by all copies (reactions, votes) hangs on it.
    origin_box BIGINT NOT NULL,
    origin_id  BIGINT NOT NULL,
    -- Bits of storage.conversations.messages.Flag.
    flags      BIGINT NOT NULL DEFAULT 0,
    -- Given by the client, only on the writer's copy: a retry finds the first result.
    random_id  BIGINT,
    -- Messages of one album share it; 0 for none.
    grouped_id BIGINT NOT NULL DEFAULT 0,
    -- The chat a saved message was saved from, as in its body; NULL outside Saved Messages.
    saved_peer BIGINT,
    -- msgpack map, see storage.conversations.messages.Body.
    body       BLOB   NOT NULL,
    PRIMARY KEY (box, id)
) WITHOUT ROWID;
CREATE INDEX messages_peer ON messages (box, peer, id);
CREATE UNIQUE INDEX messages_random ON messages (box, peer, random_id) WHERE random_id IS NOT NULL;
CREATE INDEX messages_saved ON messages (box, saved_peer, id) WHERE saved_peer IS NOT NULL;
-- Flag.PINNED, and Flag.MENTIONED with Flag.MEDIA_UNREAD.
CREATE INDEX messages_pinned ON messages (box, peer, id) WHERE flags & 16 <> 0;
CREATE INDEX messages_mentions ON messages (box, peer, id) WHERE flags & 12 = 12;
CREATE INDEX messages_copies ON messages (origin_box, origin_id) WHERE origin_box <> box;

-- A dialog: one peer in one box. Its place in the list is its top message, ids in a box rise with time.
CREATE TABLE dialogs (
    box             BIGINT NOT NULL,
    peer            BIGINT NOT NULL,
    top_message     BIGINT NOT NULL DEFAULT 0,
    -- How many messages stand in it.
    total           BIGINT NOT NULL DEFAULT 0,
    read_inbox      BIGINT NOT NULL DEFAULT 0,
    read_outbox     BIGINT NOT NULL DEFAULT 0,
    unread          BIGINT NOT NULL DEFAULT 0,
    unread_mentions BIGINT NOT NULL DEFAULT 0,
    unread_reactions BIGINT NOT NULL DEFAULT 0,
    unread_mark     BIGINT NOT NULL DEFAULT 0,
    folder          BIGINT NOT NULL DEFAULT 0,
    -- 0: not pinned; else its place, the highest on top.
    pinned          BIGINT NOT NULL DEFAULT 0,
    -- Seconds after which new messages delete themselves; 0 for never.
    ttl             BIGINT NOT NULL DEFAULT 0,
    -- Bits of storage.conversations.dialogs.DialogFlag.
    flags           BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (box, peer)
) WITHOUT ROWID;
