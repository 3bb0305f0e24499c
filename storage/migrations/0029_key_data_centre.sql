-- The data centre that the client asked for when it made the key: every id leads here, and help.getConfig must say that
-- it is the one, or TDLib asks again at once, for ever. 0 where the exchange did not name one.
ALTER TABLE auth_keys ADD COLUMN dc_id BIGINT NOT NULL DEFAULT 0;
