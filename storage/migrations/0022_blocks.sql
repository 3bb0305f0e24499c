-- Whom a user has blocked (core.telegram.org/api/block).
CREATE TABLE blocks (
    user_id    BIGINT NOT NULL,
    -- 0 blocked from everything, 1 only from the user's stories.
    list       BIGINT NOT NULL,
    peer       BIGINT NOT NULL,
    blocked_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, list, peer)
) WITHOUT ROWID;
