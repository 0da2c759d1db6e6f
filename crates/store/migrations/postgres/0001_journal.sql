-- The journal. Migrations expand, then contract: a step adds what the next release needs and leaves
-- what the last one used; only a later release's step takes that away. So a release can be rolled
-- out, and taken back, while others still run. A step that was released is never edited.

CREATE TABLE schema_version (
    product TEXT NOT NULL,
    version BIGINT NOT NULL
);
INSERT INTO schema_version (product, version) VALUES ('clew', 0);

-- Only ever added to. The texts are exactly what the hash covers. Subjects are compared by their
-- bytes, as in SQLite, so that an index finds those that start alike.
CREATE TABLE entries (
    sequence BIGINT PRIMARY KEY,
    id TEXT COLLATE "C" NOT NULL CONSTRAINT entries_id UNIQUE,
    recorded_at BIGINT NOT NULL,
    event_date TEXT,
    actor TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    change TEXT COLLATE "C" NOT NULL,
    body TEXT NOT NULL,
    reason TEXT,
    origin TEXT,
    previous BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    CONSTRAINT entries_subject_version UNIQUE (subject, version)
);
CREATE INDEX entries_recorded_at ON entries (recorded_at);

-- One row: the last entry. Moved in the transaction that adds entries, so that two writers cannot
-- both add to the same end, and a journal whose last entries were taken away is noticed. Room is
-- left in its page, so that moving it touches no index.
CREATE TABLE head (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    sequence BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    hash BYTEA NOT NULL
) WITH (fillfactor = 10);
INSERT INTO head (one, sequence, recorded_at, hash)
    VALUES (1, 0, 0, decode(repeat('00', 32), 'hex'));
