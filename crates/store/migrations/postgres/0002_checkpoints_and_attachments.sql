-- Checkpoints, which can be dropped and made again at any time, and attachments. (Expand.)

CREATE TABLE checkpoints (
    sequence BIGINT PRIMARY KEY,
    hash BYTEA NOT NULL,
    format BIGINT NOT NULL,
    size BIGINT NOT NULL,
    crc32 BIGINT NOT NULL
);

CREATE TABLE checkpoint_parts (
    sequence BIGINT NOT NULL REFERENCES checkpoints (sequence) ON DELETE CASCADE,
    part BIGINT NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (sequence, part)
);

CREATE TABLE attachments (
    digest BYTEA PRIMARY KEY NOT NULL,
    media_type TEXT NOT NULL,
    name TEXT,
    bytes BYTEA NOT NULL
);
