-- Photos of users. `position` orders them, the highest first; the one at position 0 is the fallback, which people see
-- whom the privacy rules keep from the others.
CREATE TABLE profile_photos (
    user_id  BIGINT NOT NULL,
    position BIGINT NOT NULL,
    file_id  BIGINT NOT NULL,
    PRIMARY KEY (user_id, position)
);
CREATE INDEX profile_photos_file ON profile_photos (file_id);
