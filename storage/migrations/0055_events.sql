-- The log of a box is read in the order of its pts: its rows lie in that order themselves now, not behind an index.
CREATE TABLE events_in_order (
    box       BIGINT NOT NULL,
    pts       BIGINT NOT NULL,
    seq       BIGINT NOT NULL,
    pts_count BIGINT NOT NULL,
    kind      TEXT   NOT NULL,
    date      BIGINT NOT NULL,
    data      BLOB   NOT NULL,
    PRIMARY KEY (box, pts, seq)
) WITHOUT ROWID;
INSERT INTO events_in_order SELECT box, pts, seq, pts_count, kind, date, data FROM events ORDER BY box, pts, seq;
DROP TABLE events;
ALTER TABLE events_in_order RENAME TO events;
CREATE INDEX events_date ON events (date);
