-- A dialog of Saved Messages that nothing is left in is not pinned (server/dialogs/saved_pins.py); nor is a dialog that
-- nothing ever stood in, which could be pinned once.
DELETE FROM pinned_saved WHERE NOT EXISTS (
    SELECT 1 FROM messages WHERE messages.box = pinned_saved.box AND messages.saved_peer = pinned_saved.peer
);
