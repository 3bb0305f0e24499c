-- The full-text index over message_texts (storage/searching/full_text.py). Words come folded and apart from each other by spaces,
-- so the tokenizer is the plainest there is.
CREATE VIRTUAL TABLE message_words USING fts5 (
    words, marks, content = 'message_texts', content_rowid = 'doc', tokenize = 'ascii', columnsize = 0
);
