-- Practice: what is kept of people and records, beside the journal so that it can be erased. Every entry of
-- practice has one row in practice_versions, at the entry's own place; its content and salt give the digest
-- that stands in the entry. (Expand.) Times are microseconds since 1970-01-01 00:00 UTC, days are counted from
-- 1970-01-01, a year is the one in which the financial year begins.

CREATE TABLE practice_versions (
    sequence BIGINT PRIMARY KEY NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    number BIGINT NOT NULL,
    version BIGINT NOT NULL,
    latest BIGINT NOT NULL,
    act TEXT COLLATE "C" NOT NULL,
    person BIGINT,
    record BIGINT,
    episode BIGINT,
    merged_into BIGINT,
    form TEXT COLLATE "C",
    process TEXT COLLATE "C",
    team TEXT COLLATE "C",
    account TEXT COLLATE "C",
    event_date BIGINT,
    event_year BIGINT,
    standing TEXT COLLATE "C",
    file BYTEA,
    content TEXT,
    salt BYTEA,
    recorded_at BIGINT NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    erased BIGINT
);
CREATE UNIQUE INDEX practice_versions_one ON practice_versions (kind, number, version);
CREATE INDEX practice_versions_person ON practice_versions (person, kind) WHERE latest = 1;
CREATE INDEX practice_versions_form ON practice_versions (form, event_year) WHERE latest = 1 AND form IS NOT NULL;
CREATE INDEX practice_versions_team ON practice_versions (team, kind, standing) WHERE latest = 1;
CREATE INDEX practice_versions_episode ON practice_versions (episode) WHERE latest = 1 AND episode IS NOT NULL;
CREATE INDEX practice_versions_record ON practice_versions (record) WHERE latest = 1 AND record IS NOT NULL;
CREATE INDEX practice_versions_merged ON practice_versions (merged_into) WHERE latest = 1 AND merged_into IS NOT NULL;
CREATE INDEX practice_versions_account ON practice_versions (account, kind) WHERE latest = 1 AND account IS NOT NULL;
CREATE INDEX practice_versions_file ON practice_versions (file) WHERE file IS NOT NULL;

CREATE TABLE episodes (
    number BIGINT PRIMARY KEY NOT NULL,
    person BIGINT NOT NULL,
    process TEXT COLLATE "C",
    team TEXT COLLATE "C" NOT NULL,
    worker TEXT COLLATE "C",
    opened BIGINT NOT NULL
);
CREATE INDEX episodes_person ON episodes (person);
CREATE INDEX episodes_team ON episodes (team);

CREATE TABLE people_known_by (
    person BIGINT NOT NULL,
    sort TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL
);
CREATE INDEX people_known_by_value ON people_known_by (sort, value);
CREATE INDEX people_known_by_person ON people_known_by (person);

CREATE TABLE practice_looks (
    id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    at BIGINT NOT NULL,
    account TEXT COLLATE "C" NOT NULL,
    person BIGINT,
    record BIGINT,
    what TEXT COLLATE "C" NOT NULL,
    how TEXT COLLATE "C" NOT NULL
);
CREATE INDEX practice_looks_person ON practice_looks (person, at);
CREATE INDEX practice_looks_account ON practice_looks (account, at);

CREATE TABLE practice_drafts (
    id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    account TEXT COLLATE "C" NOT NULL,
    form TEXT COLLATE "C" NOT NULL,
    process TEXT COLLATE "C",
    episode BIGINT,
    person BIGINT NOT NULL,
    team TEXT COLLATE "C" NOT NULL,
    record BIGINT,
    seen BIGINT NOT NULL,
    typed TEXT NOT NULL,
    saved BIGINT NOT NULL
);
CREATE INDEX practice_drafts_account ON practice_drafts (account, saved);
CREATE INDEX practice_drafts_person ON practice_drafts (person);
