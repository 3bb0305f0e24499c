-- The photo that the owner of a book sees for somebody in it instead of their own; NULL for none.
ALTER TABLE contacts ADD COLUMN photo_id BIGINT;
-- The inline preview of that photo.
ALTER TABLE contacts ADD COLUMN photo_stripped BLOB;
