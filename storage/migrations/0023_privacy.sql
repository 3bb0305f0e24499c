-- Rules that differ from the defaults (core.telegram.org/api/privacy).
CREATE TABLE privacy (
    user_id BIGINT NOT NULL,
    -- storage.accounts.privacy.PrivacyKey
    subject TEXT   NOT NULL,
    -- msgpack list of [kind, ids], in the order in which they are judged.
    rules   BLOB   NOT NULL,
    PRIMARY KEY (user_id, subject)
) WITHOUT ROWID;
