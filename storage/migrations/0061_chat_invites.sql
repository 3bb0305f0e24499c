-- Invite links (core.telegram.org/api/invites). The hash is what a link ends with.
CREATE TABLE chat_invites (
    hash           TEXT   PRIMARY KEY,
    peer           BIGINT NOT NULL,
    admin_id       BIGINT NOT NULL,
    created_at     BIGINT NOT NULL,
    permanent      BIGINT NOT NULL,
    revoked        BIGINT NOT NULL,
    request_needed BIGINT NOT NULL,
    -- 0 for none of it.
    expires_at     BIGINT NOT NULL,
    usage_limit    BIGINT NOT NULL,
    joined         BIGINT NOT NULL,
    requested      BIGINT NOT NULL,
    title          TEXT   NOT NULL,
    changed_at     BIGINT NOT NULL
);
CREATE INDEX chat_invites_admin ON chat_invites (peer, admin_id, revoked, created_at);

-- Who came by a link, and who asks to be let in.
CREATE TABLE chat_importers (
    peer        BIGINT NOT NULL,
    user_id     BIGINT NOT NULL,
    hash        TEXT   NOT NULL,
    date        BIGINT NOT NULL,
    -- 1: waits for an admin's answer.
    pending     BIGINT NOT NULL,
    approved_by BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (peer, user_id)
);
CREATE INDEX chat_importers_hash ON chat_importers (peer, hash, pending, date);
