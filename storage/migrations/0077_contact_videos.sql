-- Whether the photo that the owner of a book sees for somebody in it moves.
ALTER TABLE contacts ADD COLUMN photo_moves BIGINT NOT NULL DEFAULT 0;
