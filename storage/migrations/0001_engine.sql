-- One row: a known text under the sealing key, so that another key is noticed at start (storage/sealing.py).
CREATE TABLE seal_check (
    id     BIGINT PRIMARY KEY,
    sealed BLOB   NOT NULL
);
