-- Secrets of the server itself, sealed (storage/sealing.py); also how a wrong sealing key is noticed at once.
CREATE TABLE server_secrets (
    name TEXT NOT NULL PRIMARY KEY,
    sealed BYTEA NOT NULL
);
