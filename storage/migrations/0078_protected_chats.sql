-- Whether what is written in a group may not be forwarded or saved (messages.toggleNoForwards).
ALTER TABLE chats ADD COLUMN protected BIGINT NOT NULL DEFAULT 0;
