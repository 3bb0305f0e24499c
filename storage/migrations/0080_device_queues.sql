-- What waits for one device alone: messages of its secret chats, in the order of qts (core.telegram.org/api/updates).
CREATE TABLE device_qts (
    device_id BIGINT PRIMARY KEY,
    qts       BIGINT NOT NULL
);
CREATE TABLE device_queue (
    device_id BIGINT NOT NULL,
    qts       BIGINT NOT NULL,
    chat_id   BIGINT NOT NULL,
    random_id BIGINT NOT NULL,
    date      BIGINT NOT NULL,
    -- msgpack map: the ciphertext as it came, the file if there is one, whether it is a service message.
    data      BLOB   NOT NULL,
    PRIMARY KEY (device_id, qts)
) WITHOUT ROWID;
CREATE INDEX device_queue_date ON device_queue (date);
