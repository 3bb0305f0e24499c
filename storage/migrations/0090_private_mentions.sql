-- Nobody is mentioned in a private chat, where no client has a mention seen: what was counted there is forgotten.
UPDATE messages SET flags = flags & ~4 WHERE peer > 0 AND flags & 4 <> 0;
UPDATE dialogs SET unread_mentions = 0 WHERE peer > 0 AND unread_mentions > 0;
