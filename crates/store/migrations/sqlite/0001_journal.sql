-- The journal. Migrations expand, then contract: a step adds what the next release needs and leaves
-- what the last one used; only a later release's step takes that away. So a release can be rolled
-- out, and taken back, while others still run. A step that was released is never edited.

CREATE TABLE schema_version (
    product TEXT NOT NULL,
    version INTEGER NOT NULL
) STRICT;
INSERT INTO schema_version (product, version) VALUES ('clew', 0);

-- Only ever added to. The texts are exactly what the hash covers.
CREATE TABLE entries (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    recorded_at INTEGER NOT NULL,
    event_date TEXT,
    actor TEXT NOT NULL,
    subject TEXT NOT NULL,
    version INTEGER NOT NULL,
    change TEXT NOT NULL,
    body TEXT NOT NULL,
    reason TEXT,
    origin TEXT,
    previous BLOB NOT NULL,
    hash BLOB NOT NULL,
    UNIQUE (subject, version)
) STRICT;
CREATE INDEX entries_recorded_at ON entries (recorded_at);

-- One row: the last entry. Moved in the transaction that adds entries, so that two writers cannot
-- both add to the same end, and a journal whose last entries were taken away is noticed.
CREATE TABLE head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    sequence INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;
INSERT INTO head (one, sequence, recorded_at, hash) VALUES (1, 0, 0, zeroblob(32));
