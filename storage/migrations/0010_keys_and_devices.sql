-- Authorization keys (core.telegram.org/mtproto/auth_key). Key ids are the signed 64-bit
-- little-endian reading of the eight bytes that travel on the wire.
CREATE TABLE auth_keys (
    key_id     BIGINT PRIMARY KEY,
    sealed     BLOB   NOT NULL,
    created_at BIGINT NOT NULL,
    -- Unix seconds; 0 for a permanent key.
    expires_at BIGINT NOT NULL DEFAULT 0,
    -- The permanent key that a temporary one was bound to (core.telegram.org/api/pfs).
    bound_to   BIGINT,
    -- 1 for a temporary key of media connections, which is bound beside the main one.
    media      BIGINT NOT NULL DEFAULT 0,
    -- What invokeWithLayer and initConnection last said under a permanent key.
    layer      BIGINT NOT NULL DEFAULT 0,
    client     BLOB
);
CREATE UNIQUE INDEX auth_keys_bound_to ON auth_keys (bound_to, media) WHERE bound_to IS NOT NULL;
CREATE INDEX auth_keys_expires_at ON auth_keys (expires_at) WHERE expires_at > 0;

-- A device is what the API calls an authorization: one user signed in under one permanent key.
CREATE TABLE devices (
    device_id  BIGINT PRIMARY KEY,
    user_id    BIGINT NOT NULL,
    key_id     BIGINT NOT NULL UNIQUE,
    -- 0 signed in, 1 the two-step password is still owed.
    state      BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    active_at  BIGINT NOT NULL,
    address    TEXT   NOT NULL DEFAULT '',
    api_id     BIGINT NOT NULL DEFAULT 0,
    client     BLOB   NOT NULL,
    -- The device this one was derived from by auth.importAuthorization, and ends with; 0 for none.
    parent     BIGINT NOT NULL DEFAULT 0,
    -- account.changeAuthorizationSettings
    confirmed            BIGINT NOT NULL DEFAULT 0,
    secret_chats_refused BIGINT NOT NULL DEFAULT 0,
    calls_refused        BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX devices_user ON devices (user_id);
