-- Messages whose media was opened and vanishes (ttl_seconds); the origin stands for all copies.
CREATE TABLE vanishing_media (
    due        BIGINT NOT NULL,
    origin_box BIGINT NOT NULL,
    origin_id  BIGINT NOT NULL,
    PRIMARY KEY (origin_box, origin_id)
);
CREATE INDEX vanishing_media_due ON vanishing_media (due);
