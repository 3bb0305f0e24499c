-- What a user has begun to write to a peer (core.telegram.org/api/drafts).
CREATE TABLE drafts (
    box  BIGINT NOT NULL,
    peer BIGINT NOT NULL,
    date BIGINT NOT NULL,
    -- msgpack map, see storage.conversations.drafts.Draft.
    data BLOB   NOT NULL,
    PRIMARY KEY (box, peer)
);
