-- Files that are chosen in a form and not handed in yet, and what happened to sign-ins. What an entry of
-- the journal names as evidence stands in attachments, under its digest. (Expand.) Times are microseconds
-- since 1970-01-01 00:00 UTC.

CREATE TABLE held_files (
    id TEXT PRIMARY KEY NOT NULL,
    account TEXT NOT NULL,
    place TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes BLOB NOT NULL,
    held INTEGER NOT NULL
) STRICT;
CREATE INDEX held_files_place ON held_files (account, place, held);

CREATE TABLE identity_log (
    id TEXT PRIMARY KEY NOT NULL,
    at INTEGER NOT NULL,
    account TEXT,
    event TEXT NOT NULL,
    actor TEXT,
    address TEXT,
    about TEXT
) STRICT;
CREATE INDEX identity_log_at ON identity_log (at);
CREATE INDEX identity_log_account ON identity_log (account, at);
