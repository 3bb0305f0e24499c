-- What an account has set and nobody searches by: one msgpack value per name.
CREATE TABLE settings (
    user_id BIGINT NOT NULL,
    name    TEXT   NOT NULL,
    value   BLOB   NOT NULL,
    PRIMARY KEY (user_id, name)
) WITHOUT ROWID;

-- Notification settings (core.telegram.org/api/push-updates#notification-settings).
CREATE TABLE notify_settings (
    user_id BIGINT NOT NULL,
    -- A marked id, or 0 where `scope` says which peers are meant.
    peer    BIGINT NOT NULL,
    -- peer, users, chats, broadcasts
    scope   TEXT   NOT NULL,
    -- msgpack map of what differs from the defaults.
    value   BLOB   NOT NULL,
    PRIMARY KEY (user_id, scope, peer)
) WITHOUT ROWID;

-- Where a device wants to be woken (account.registerDevice).
CREATE TABLE push_tokens (
    token_type    BIGINT NOT NULL,
    token         TEXT   NOT NULL,
    user_id       BIGINT NOT NULL,
    device_id     BIGINT NOT NULL REFERENCES devices (device_id) ON DELETE CASCADE,
    no_muted      BIGINT NOT NULL,
    sandbox       BIGINT NOT NULL,
    -- The key that pushes to this device are encrypted with; sealed, NULL for none.
    sealed        BLOB,
    registered_at BIGINT NOT NULL,
    PRIMARY KEY (token_type, token, user_id)
) WITHOUT ROWID;
CREATE INDEX push_tokens_device ON push_tokens (device_id);

-- Devices behind a passcode: pushes to them show no text once the period is over (account.updateDeviceLocked).
CREATE TABLE device_locks (
    device_id BIGINT PRIMARY KEY REFERENCES devices (device_id) ON DELETE CASCADE,
    locked_at BIGINT NOT NULL
);

-- What users have reported to the operator (account.reportPeer, account.reportProfilePhoto).
CREATE TABLE reports (
    report_id   BIGINT PRIMARY KEY,
    reporter    BIGINT NOT NULL,
    peer        BIGINT NOT NULL,
    -- What of the peer: peer, profile_photo
    subject     TEXT   NOT NULL,
    subject_id  BIGINT NOT NULL,
    reason      TEXT   NOT NULL,
    comment     TEXT   NOT NULL,
    reported_at BIGINT NOT NULL
);
