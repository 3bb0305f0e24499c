-- The pts that its box reached by a new message stands in the message's own row, which needs no event beside it then
-- (storage/conversations/log.py). 0 for a message from before this step: an event tells of it, or did until it was
-- trimmed.
ALTER TABLE messages ADD COLUMN pts BIGINT NOT NULL DEFAULT 0;
