-- When somebody read up to a message of a writer's box; kept for a few days (appConfig: pm_read_date_expire_period).
CREATE TABLE receipts (
    box    BIGINT NOT NULL,
    peer   BIGINT NOT NULL,
    reader BIGINT NOT NULL,
    max_id BIGINT NOT NULL,
    date   BIGINT NOT NULL,
    PRIMARY KEY (box, peer, reader, max_id)
);
CREATE INDEX receipts_date ON receipts (date);
