-- Phone numbers that may make an account although registration is by invitation.
CREATE TABLE invites (
    phone      TEXT   PRIMARY KEY,
    created_at BIGINT NOT NULL
);
