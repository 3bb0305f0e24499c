-- Secret chats (core.telegram.org/api/end-to-end): who began one with whom, and the two devices that hold its key.
-- `state`: 0 requested, 1 accepted, 2 discarded. `participant_device` is 0 until a device has accepted. `g_a` and `g_b`
-- are public values and empty once the chat is discarded. A side's `read` is the date up to which it has read, and
-- `read_at` when it said so; both 0 before that.
CREATE TABLE secret_chats (
    chat_id             BIGINT PRIMARY KEY,
    state               BIGINT NOT NULL,
    admin               BIGINT NOT NULL,
    admin_device        BIGINT NOT NULL,
    participant         BIGINT NOT NULL,
    participant_device  BIGINT NOT NULL,
    g_a                 BLOB   NOT NULL,
    g_b                 BLOB   NOT NULL,
    key_fingerprint     BIGINT NOT NULL,
    history_deleted     BIGINT NOT NULL,
    created_at          BIGINT NOT NULL,
    changed_at          BIGINT NOT NULL,
    admin_read          BIGINT NOT NULL,
    admin_read_at       BIGINT NOT NULL,
    participant_read    BIGINT NOT NULL,
    participant_read_at BIGINT NOT NULL
);
CREATE INDEX secret_chats_admin_device ON secret_chats (admin_device);
CREATE INDEX secret_chats_participant ON secret_chats (participant, participant_device);
CREATE INDEX secret_chats_changed ON secret_chats (state, changed_at);

-- Encrypted files belong to the chats they were uploaded for or sent in, and go with the last of them.
CREATE TABLE secret_chat_files (
    chat_id BIGINT NOT NULL,
    file_id BIGINT NOT NULL,
    PRIMARY KEY (chat_id, file_id)
);
CREATE INDEX secret_chat_files_file ON secret_chat_files (file_id);

-- A message that still waits is found by its random_id: sent again, it is not queued again.
CREATE INDEX device_queue_random_id ON device_queue (device_id, chat_id, random_id);
