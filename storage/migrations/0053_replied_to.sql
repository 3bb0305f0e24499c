-- Where what was replied to stands, or stood, in each box that had a copy of it then: replies point there even when it
-- has been deleted. Rows of one message lie together, however many boxes there are.
CREATE TABLE replied_to (
    -- The writer's own copy of what was replied to.
    origin_box BIGINT NOT NULL,
    origin_id  BIGINT NOT NULL,
    box        BIGINT NOT NULL,
    id         BIGINT NOT NULL,
    -- The dialog it stands in there, a marked id.
    peer       BIGINT NOT NULL,
    PRIMARY KEY (origin_box, origin_id, box)
) WITHOUT ROWID;
