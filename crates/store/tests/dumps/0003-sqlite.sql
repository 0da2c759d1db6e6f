-- A journal of five entries as the tables stood at version 3, with an account that can sign in. Never changed: it is what a release left.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE schema_version (
    product TEXT NOT NULL,
    version INTEGER NOT NULL
) STRICT;
INSERT INTO schema_version VALUES('clew',1);
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
INSERT INTO entries VALUES(1,'entry-1',1649062800000000,'2022-04-01','performance-officer','measures/SPCC014_6b.5',1,'create-measure','{"code":"SPCC014_6b.5","title":"Children seen within 2 working days"}',NULL,'import of plan.xlsx',X'0000000000000000000000000000000000000000000000000000000000000000',X'9bd6092293a785cf8bbf1a84464f8693287dd8b550f762b2c6a981d3351eaa12');
INSERT INTO entries VALUES(2,'entry-2',1649062800000000,NULL,'performance-officer','targets/SPCC014_6b.5/2021-22',1,'set-target','{"value":"90","unit":"%"}','agreed by the management team''s meeting',NULL,X'9bd6092293a785cf8bbf1a84464f8693287dd8b550f762b2c6a981d3351eaa12',X'e3c8bc994ae89b8f70aeaf526fde3dc254d7bea109903c7d78dc5406eb2bddb5');
INSERT INTO entries VALUES(3,'entry-3',1649149200000001,'2022-03-31','head-of-service','figures/SPCC014_6b.5/2021-22',1,'return-figure','{"value":"87.5","numerator":"7","denominator":"8"}',NULL,NULL,X'e3c8bc994ae89b8f70aeaf526fde3dc254d7bea109903c7d78dc5406eb2bddb5',X'd944711b485576ec3a5856746cfb0a8c98ab35bb056e56fefa33ef5cb4e8e855');
INSERT INTO entries VALUES(4,'entry-4',1651568400000000,'2022-03-31','head-of-service','figures/SPCC014_6b.5/2021-22',2,'correct-figure','{"value":"75","numerator":"6","denominator":"8"}','one visit was recorded late – £1 naïve, "quoted" and it''s fine',NULL,X'd944711b485576ec3a5856746cfb0a8c98ab35bb056e56fefa33ef5cb4e8e855',X'efc46dc13134ca4e10ce0a56f4bc54ffa643164f138db302ab2f6644637a270b');
INSERT INTO entries VALUES(5,'entry-5',1651568400000000,NULL,'performance-officer','measures/SPCC014_6b.5',2,'amend-measure','{"title":"Children seen within 2 working days; שלום"}',NULL,'page',X'efc46dc13134ca4e10ce0a56f4bc54ffa643164f138db302ab2f6644637a270b',X'10472d7aa2bfe1f43645c749c0ae59239f009118ec76526e7d375a673e63dea9');
CREATE TABLE head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    sequence INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;
INSERT INTO head VALUES(1,5,1651568400000000,X'10472d7aa2bfe1f43645c749c0ae59239f009118ec76526e7d375a673e63dea9');
CREATE INDEX entries_recorded_at ON entries (recorded_at);
COMMIT;

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

UPDATE schema_version SET version = 3;
INSERT INTO sign_ins (account, email, password_hash, last_counter, made) VALUES ('head-of-service', 'head@clew.example', '$argon2id$', 0, 1651568400000000);
INSERT INTO attachments (digest, media_type, name, bytes) VALUES (X'06eb7d6a69ee19e5fbdf749018d3d2abfa04bcbd1365db312eb86dc7169389b8', 'text/plain', 'a.txt', X'00ff');
