-- Checkpoints, which can be dropped and made again at any time, and attachments. (Expand.)

CREATE TABLE checkpoints (
    sequence INTEGER PRIMARY KEY,
    hash BLOB NOT NULL,
    format INTEGER NOT NULL,
    size INTEGER NOT NULL,
    crc32 INTEGER NOT NULL
) STRICT;

CREATE TABLE checkpoint_parts (
    sequence INTEGER NOT NULL REFERENCES checkpoints (sequence) ON DELETE CASCADE,
    part INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (sequence, part)
) STRICT;

CREATE TABLE attachments (
    digest BLOB PRIMARY KEY NOT NULL,
    media_type TEXT NOT NULL,
    name TEXT,
    bytes BLOB NOT NULL
) STRICT;
