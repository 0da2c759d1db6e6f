-- Files that are chosen in a form and not handed in yet, and what happened to sign-ins. What an entry of
-- the journal names as evidence stands in attachments, under its digest. (Expand.) Times are microseconds
-- since 1970-01-01 00:00 UTC.

CREATE TABLE held_files (
    id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    account TEXT COLLATE "C" NOT NULL,
    place TEXT COLLATE "C" NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes BYTEA NOT NULL,
    held BIGINT NOT NULL
);
CREATE INDEX held_files_place ON held_files (account, place, held);

CREATE TABLE identity_log (
    id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    at BIGINT NOT NULL,
    account TEXT COLLATE "C",
    event TEXT COLLATE "C" NOT NULL,
    actor TEXT COLLATE "C",
    address TEXT,
    about TEXT
);
CREATE INDEX identity_log_at ON identity_log (at);
CREATE INDEX identity_log_account ON identity_log (account, at);
