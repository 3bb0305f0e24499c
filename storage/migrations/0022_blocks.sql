-- Whom a user has blocked (core.telegram.org/api/block).
CREATE TABLE blocks (
    user_id    BIGINT NOT NULL,
    peer       BIGINT NOT NULL,
    blocked_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, peer)
) WITHOUT ROWID;
