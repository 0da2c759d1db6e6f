-- A journal of five entries as the tables stood at version 3, with an account that can sign in. Never changed: it is what a release left.
SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

SET default_tablespace = '';

SET default_table_access_method = heap;

CREATE TABLE public.entries (
    sequence bigint NOT NULL,
    id text NOT NULL COLLATE pg_catalog."C",
    recorded_at bigint NOT NULL,
    event_date text,
    actor text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    version bigint NOT NULL,
    change text NOT NULL COLLATE pg_catalog."C",
    body text NOT NULL,
    reason text,
    origin text,
    previous bytea NOT NULL,
    hash bytea NOT NULL
);

CREATE TABLE public.head (
    one bigint NOT NULL,
    sequence bigint NOT NULL,
    recorded_at bigint NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT head_one_check CHECK ((one = 1))
)
WITH (fillfactor='10');

CREATE TABLE public.schema_version (
    product text NOT NULL,
    version bigint NOT NULL
);

INSERT INTO public.entries VALUES (1, 'entry-1', 1649062800000000, '2022-04-01', 'performance-officer', 'measures/SPCC014_6b.5', 1, 'create-measure', '{"code":"SPCC014_6b.5","title":"Children seen within 2 working days"}', NULL, 'import of plan.xlsx', '\x0000000000000000000000000000000000000000000000000000000000000000', '\x9bd6092293a785cf8bbf1a84464f8693287dd8b550f762b2c6a981d3351eaa12');
INSERT INTO public.entries VALUES (2, 'entry-2', 1649062800000000, NULL, 'performance-officer', 'targets/SPCC014_6b.5/2021-22', 1, 'set-target', '{"value":"90","unit":"%"}', 'agreed by the management team''s meeting', NULL, '\x9bd6092293a785cf8bbf1a84464f8693287dd8b550f762b2c6a981d3351eaa12', '\xe3c8bc994ae89b8f70aeaf526fde3dc254d7bea109903c7d78dc5406eb2bddb5');
INSERT INTO public.entries VALUES (3, 'entry-3', 1649149200000001, '2022-03-31', 'head-of-service', 'figures/SPCC014_6b.5/2021-22', 1, 'return-figure', '{"value":"87.5","numerator":"7","denominator":"8"}', NULL, NULL, '\xe3c8bc994ae89b8f70aeaf526fde3dc254d7bea109903c7d78dc5406eb2bddb5', '\xd944711b485576ec3a5856746cfb0a8c98ab35bb056e56fefa33ef5cb4e8e855');
INSERT INTO public.entries VALUES (4, 'entry-4', 1651568400000000, '2022-03-31', 'head-of-service', 'figures/SPCC014_6b.5/2021-22', 2, 'correct-figure', '{"value":"75","numerator":"6","denominator":"8"}', 'one visit was recorded late – £1 naïve, "quoted" and it''s fine', NULL, '\xd944711b485576ec3a5856746cfb0a8c98ab35bb056e56fefa33ef5cb4e8e855', '\xefc46dc13134ca4e10ce0a56f4bc54ffa643164f138db302ab2f6644637a270b');
INSERT INTO public.entries VALUES (5, 'entry-5', 1651568400000000, NULL, 'performance-officer', 'measures/SPCC014_6b.5', 2, 'amend-measure', '{"title":"Children seen within 2 working days; שלום"}', NULL, 'page', '\xefc46dc13134ca4e10ce0a56f4bc54ffa643164f138db302ab2f6644637a270b', '\x10472d7aa2bfe1f43645c749c0ae59239f009118ec76526e7d375a673e63dea9');

INSERT INTO public.head VALUES (1, 5, 1651568400000000, '\x10472d7aa2bfe1f43645c749c0ae59239f009118ec76526e7d375a673e63dea9');

INSERT INTO public.schema_version VALUES ('clew', 1);

ALTER TABLE ONLY public.entries
    ADD CONSTRAINT entries_id UNIQUE (id);

ALTER TABLE ONLY public.entries
    ADD CONSTRAINT entries_pkey PRIMARY KEY (sequence);

ALTER TABLE ONLY public.entries
    ADD CONSTRAINT entries_subject_version UNIQUE (subject, version);

ALTER TABLE ONLY public.head
    ADD CONSTRAINT head_pkey PRIMARY KEY (one);

CREATE INDEX entries_recorded_at ON public.entries USING btree (recorded_at);

SELECT pg_catalog.set_config('search_path', 'public', false);

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

UPDATE schema_version SET version = 3;
INSERT INTO sign_ins (account, email, password_hash, last_counter, made) VALUES ('head-of-service', 'head@clew.example', '$argon2id$', 0, 1651568400000000);
INSERT INTO attachments (digest, media_type, name, bytes) VALUES ('\x06eb7d6a69ee19e5fbdf749018d3d2abfa04bcbd1365db312eb86dc7169389b8', 'text/plain', 'a.txt', '\x00ff');
