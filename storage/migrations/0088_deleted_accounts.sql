-- Accounts that were deleted have no links to groups that lead anywhere: nobody could revoke those of a group's creator.
UPDATE chat_invites SET revoked = 1 WHERE admin_id IN (SELECT user_id FROM users WHERE kind = 3);
-- Nor have they photos and music that others could see, or lists that would keep files from being collected.
DELETE FROM profile_photos WHERE user_id IN (SELECT user_id FROM users WHERE kind = 3);
DELETE FROM collections WHERE user_id IN (SELECT user_id FROM users WHERE kind = 3);
