-- Confirmation codes that are on their way to a phone (core.telegram.org/api/auth).
CREATE TABLE sign_in_codes (
    -- phone_code_hash: names this code to the client that asked for it.
    hash       TEXT   PRIMARY KEY,
    -- sign_in, change_phone, confirm_phone
    purpose    TEXT   NOT NULL,
    phone      TEXT   NOT NULL,
    key_id     BIGINT NOT NULL,
    sealed     BLOB   NOT NULL,
    sent_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    tries      BIGINT NOT NULL DEFAULT 0,
    -- 0 open, 1 proven (the code was right, sign-up may follow), 2 over
    state      BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX sign_in_codes_phone ON sign_in_codes (phone, sent_at);
CREATE INDEX sign_in_codes_sent ON sign_in_codes (sent_at);
