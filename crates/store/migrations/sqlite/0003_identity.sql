-- Signing in and working state: what is kept beside the journal because it is secret or must be
-- erasable. Nothing here is a record of what was decided. (Expand.) Times are microseconds since
-- 1970-01-01 00:00 UTC. Of every token only its SHA-256 is kept.

CREATE TABLE sign_ins (
    account TEXT PRIMARY KEY NOT NULL,
    email TEXT CONSTRAINT sign_ins_email UNIQUE,
    password_hash TEXT,
    second_step BLOB,
    second_step_begun BLOB,
    last_counter INTEGER NOT NULL,
    made INTEGER NOT NULL,
    last_signed_in INTEGER
) STRICT;

CREATE TABLE sessions (
    token BLOB PRIMARY KEY NOT NULL,
    account TEXT NOT NULL,
    made INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    ends INTEGER NOT NULL,
    device BLOB NOT NULL
) STRICT;
CREATE INDEX sessions_account ON sessions (account);

CREATE TABLE known_devices (
    device BLOB NOT NULL,
    account TEXT NOT NULL,
    seen INTEGER NOT NULL,
    PRIMARY KEY (device, account)
) STRICT;

CREATE TABLE links (
    token BLOB PRIMARY KEY NOT NULL,
    account TEXT NOT NULL,
    purpose TEXT NOT NULL,
    ends INTEGER NOT NULL,
    tries INTEGER NOT NULL
) STRICT;
CREATE INDEX links_account ON links (account);

CREATE TABLE attempts (
    what BLOB PRIMARY KEY NOT NULL,
    count INTEGER NOT NULL,
    since INTEGER NOT NULL
) STRICT;

CREATE TABLE typed (
    account TEXT NOT NULL,
    place TEXT NOT NULL,
    fields TEXT NOT NULL,
    saved INTEGER NOT NULL,
    PRIMARY KEY (account, place)
) STRICT;

CREATE TABLE held_forms (
    id TEXT PRIMARY KEY NOT NULL,
    account TEXT NOT NULL,
    path TEXT NOT NULL,
    content_type TEXT NOT NULL,
    body BLOB NOT NULL,
    held INTEGER NOT NULL
) STRICT;
CREATE INDEX held_forms_account ON held_forms (account, held);

CREATE TABLE api_tokens (
    token BLOB PRIMARY KEY NOT NULL,
    id TEXT NOT NULL CONSTRAINT api_tokens_id UNIQUE,
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    made INTEGER NOT NULL,
    ends INTEGER,
    used INTEGER,
    revoked INTEGER
) STRICT;
CREATE INDEX api_tokens_account ON api_tokens (account);

CREATE TABLE outbox (
    id TEXT PRIMARY KEY NOT NULL,
    account TEXT,
    address TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    purpose TEXT,
    made INTEGER NOT NULL,
    due INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    sent INTEGER,
    failure TEXT
) STRICT;
CREATE INDEX outbox_made ON outbox (made);
