-- Who runs a group no longer has no links to it that lead anywhere: those of earlier admins are revoked.
UPDATE chat_invites SET revoked = 1 WHERE NOT EXISTS (
    SELECT 1 FROM chats, chat_members WHERE chats.chat_id = -chat_invites.peer AND chat_members.chat_id = chats.chat_id
    AND chat_members.user_id = chat_invites.admin_id AND chat_members.standing = 0
    AND (chat_members.admin <> 0 OR chats.creator = chat_invites.admin_id)
);
