-- Polls (core.telegram.org/api/poll). Messages name theirs by id; one that is forwarded stays the same poll.
CREATE TABLE polls (
    id        BIGINT PRIMARY KEY,
    creator   BIGINT NOT NULL,
    closed    BIGINT NOT NULL DEFAULT 0,
    -- Unix seconds at which it closes by itself; 0 for never.
    closes_at BIGINT NOT NULL DEFAULT 0,
    -- How many people have voted.
    voters    BIGINT NOT NULL DEFAULT 0,
    -- msgpack map, see storage.conversations.polls.definition.
    data      BLOB   NOT NULL
);
CREATE INDEX polls_due ON polls (closes_at) WHERE closed = 0 AND closes_at > 0;

-- One row for everyone who has voted. `choices` has a bit for each answer chosen: 1 << its number.
CREATE TABLE poll_votes (
    poll_id BIGINT NOT NULL,
    voter   BIGINT NOT NULL,
    date    BIGINT NOT NULL,
    choices BIGINT NOT NULL,
    PRIMARY KEY (poll_id, voter)
);
CREATE INDEX poll_votes_recent ON poll_votes (poll_id, date, voter, choices);

-- The poll that a message shows, as in its body; NULL for every other message.
ALTER TABLE messages ADD COLUMN poll_id BIGINT;
CREATE INDEX messages_poll ON messages (poll_id) WHERE poll_id IS NOT NULL;
-- Flag.POLL_VOTES_UNREAD.
CREATE INDEX messages_poll_votes ON messages (box, peer, id) WHERE flags & 4096 <> 0;
