-- A box is one ordered place (core.telegram.org/api/updates): a user's own, or a channel's. It owns the counters.
CREATE TABLE boxes (
    box     BIGINT PRIMARY KEY,
    last_id BIGINT NOT NULL DEFAULT 0,
    pts     BIGINT NOT NULL DEFAULT 1,
    seq     BIGINT NOT NULL DEFAULT 0,
    -- Events up to this pts have been trimmed: a difference from before it is too long.
    trimmed BIGINT NOT NULL DEFAULT 0
);

-- The event log: domain records, rendered when read. `seq` orders events that share a pts.
CREATE TABLE events (
    box       BIGINT NOT NULL,
    pts       BIGINT NOT NULL,
    seq       BIGINT NOT NULL,
    pts_count BIGINT NOT NULL,
    kind      TEXT   NOT NULL,
    date      BIGINT NOT NULL,
    data      BLOB   NOT NULL,
    PRIMARY KEY (box, pts, seq)
);
CREATE INDEX events_date ON events (date);
