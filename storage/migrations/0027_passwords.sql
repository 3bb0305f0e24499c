-- Two-step verification (core.telegram.org/api/srp). The verifier lets nobody sign in, but it can be tried offline: sealed.
CREATE TABLE passwords (
    user_id       BIGINT PRIMARY KEY,
    salt1         BLOB   NOT NULL,
    salt2         BLOB   NOT NULL,
    sealed        BLOB   NOT NULL,
    hint          TEXT   NOT NULL DEFAULT '',
    -- The confirmed address for recovery, and one that waits for its code.
    email         TEXT   NOT NULL DEFAULT '',
    pending_email TEXT   NOT NULL DEFAULT '',
    -- When a requested reset takes effect; 0 for none.
    reset_at      BIGINT NOT NULL DEFAULT 0,
    changed_at    BIGINT NOT NULL
);
