-- Reactions (core.telegram.org/api/reactions), one row per user, message and reaction. They hang on the writer's copy
-- of the message, whichever box they were given in. `reaction` is an emoji, or the id of a custom emoji's document.
CREATE TABLE reactions (
    origin_box BIGINT NOT NULL,
    origin_id  BIGINT NOT NULL,
    user_id    BIGINT NOT NULL,
    reaction   TEXT   NOT NULL,
    -- Its place among those that the user chose for the message, from 0.
    position   BIGINT NOT NULL,
    date       BIGINT NOT NULL,
    big        BIGINT NOT NULL,
    -- The writer of the message has not seen it.
    unread     BIGINT NOT NULL,
    -- On a message in Saved Messages it is a tag: the chat the message was saved from. NULL for any other reaction.
    saved_peer BIGINT,
    PRIMARY KEY (origin_box, origin_id, user_id, reaction)
) WITHOUT ROWID;
CREATE INDEX reactions_tags ON reactions (origin_box, reaction, origin_id) WHERE saved_peer IS NOT NULL;

-- Flag.REACTION_UNREAD.
CREATE INDEX messages_reactions ON messages (box, peer, id) WHERE flags & 128 <> 0;

-- How often each user chose each reaction; `recent` is its place among the recent ones, the highest first, or 0.
CREATE TABLE used_reactions (
    user_id  BIGINT NOT NULL,
    reaction TEXT   NOT NULL,
    uses     BIGINT NOT NULL,
    recent   BIGINT NOT NULL,
    PRIMARY KEY (user_id, reaction)
) WITHOUT ROWID;

-- What users call their tags.
CREATE TABLE tag_titles (
    user_id  BIGINT NOT NULL,
    reaction TEXT   NOT NULL,
    title    TEXT   NOT NULL,
    PRIMARY KEY (user_id, reaction)
) WITHOUT ROWID;
