-- Signing in and working state: what is kept beside the journal because it is secret or must be
-- erasable. Nothing here is a record of what was decided. (Expand.) Times are microseconds since
-- 1970-01-01 00:00 UTC. Of every token only its SHA-256 is kept.

CREATE TABLE sign_ins (
    account TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    email TEXT COLLATE "C" CONSTRAINT sign_ins_email UNIQUE,
    password_hash TEXT,
    second_step BYTEA,
    second_step_begun BYTEA,
    last_counter BIGINT NOT NULL,
    made BIGINT NOT NULL,
    last_signed_in BIGINT
);

CREATE TABLE sessions (
    token BYTEA PRIMARY KEY NOT NULL,
    account TEXT COLLATE "C" NOT NULL,
    made BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    ends BIGINT NOT NULL,
    device BYTEA NOT NULL
);
CREATE INDEX sessions_account ON sessions (account);

CREATE TABLE known_devices (
    device BYTEA NOT NULL,
    account TEXT COLLATE "C" NOT NULL,
    seen BIGINT NOT NULL,
    PRIMARY KEY (device, account)
);

CREATE TABLE links (
    token BYTEA PRIMARY KEY NOT NULL,
    account TEXT COLLATE "C" NOT NULL,
    purpose TEXT NOT NULL,
    ends BIGINT NOT NULL,
    tries BIGINT NOT NULL
);
CREATE INDEX links_account ON links (account);

CREATE TABLE attempts (
    what BYTEA PRIMARY KEY NOT NULL,
    count BIGINT NOT NULL,
    since BIGINT NOT NULL
);

CREATE TABLE typed (
    account TEXT COLLATE "C" NOT NULL,
    place TEXT COLLATE "C" NOT NULL,
    fields TEXT NOT NULL,
    saved BIGINT NOT NULL,
    PRIMARY KEY (account, place)
);

CREATE TABLE held_forms (
    id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    account TEXT COLLATE "C" NOT NULL,
    path TEXT NOT NULL,
    content_type TEXT NOT NULL,
    body BYTEA NOT NULL,
    held BIGINT NOT NULL
);
CREATE INDEX held_forms_account ON held_forms (account, held);

CREATE TABLE api_tokens (
    token BYTEA PRIMARY KEY NOT NULL,
    id TEXT COLLATE "C" NOT NULL CONSTRAINT api_tokens_id UNIQUE,
    account TEXT COLLATE "C" NOT NULL,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    made BIGINT NOT NULL,
    ends BIGINT,
    used BIGINT,
    revoked BIGINT
);
CREATE INDEX api_tokens_account ON api_tokens (account);

CREATE TABLE outbox (
    id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    account TEXT COLLATE "C",
    address TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    purpose TEXT,
    made BIGINT NOT NULL,
    due BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    sent BIGINT,
    failure TEXT
);
CREATE INDEX outbox_made ON outbox (made);
