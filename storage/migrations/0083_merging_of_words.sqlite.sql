-- The full-text index is merged a few pages at a time by whoever writes to it (storage/searching/full_text.py), when
-- sixteen of its segments are of one size; it merges by itself, which holds up the transaction, only if they become far too many.
INSERT INTO message_words (message_words, rank) VALUES ('automerge', 0);
INSERT INTO message_words (message_words, rank) VALUES ('crisismerge', 1000);
INSERT INTO message_words (message_words, rank) VALUES ('usermerge', 16);
