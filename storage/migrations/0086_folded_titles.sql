-- Titles of sticker sets as they are looked for: in lower case, in every script. SQLite's own LOWER knows the letters of
-- English alone, so titles from before are also looked for as they were written.
ALTER TABLE sticker_sets ADD COLUMN folded_title TEXT NOT NULL DEFAULT '';
UPDATE sticker_sets SET folded_title = LOWER(title);
