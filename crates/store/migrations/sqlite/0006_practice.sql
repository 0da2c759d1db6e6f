-- Practice: what is kept of people and records, beside the journal so that it can be erased. Every entry of
-- practice has one row in practice_versions, at the entry's own place; its content and salt give the digest
-- that stands in the entry. (Expand.) Times are microseconds since 1970-01-01 00:00 UTC, days are counted from
-- 1970-01-01, a year is the one in which the financial year begins.

CREATE TABLE practice_versions (
    sequence INTEGER PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    number INTEGER NOT NULL,
    version INTEGER NOT NULL,
    latest INTEGER NOT NULL,
    act TEXT NOT NULL,
    person INTEGER,
    record INTEGER,
    episode INTEGER,
    merged_into INTEGER,
    form TEXT,
    process TEXT,
    team TEXT,
    account TEXT,
    event_date INTEGER,
    event_year INTEGER,
    standing TEXT,
    file BLOB,
    content TEXT,
    salt BLOB,
    recorded_at INTEGER NOT NULL,
    recorded_by TEXT NOT NULL,
    erased INTEGER
) STRICT;
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
    number INTEGER PRIMARY KEY NOT NULL,
    person INTEGER NOT NULL,
    process TEXT,
    team TEXT NOT NULL,
    worker TEXT,
    opened INTEGER NOT NULL
) STRICT;
CREATE INDEX episodes_person ON episodes (person);
CREATE INDEX episodes_team ON episodes (team);

CREATE TABLE people_known_by (
    person INTEGER NOT NULL,
    sort TEXT NOT NULL,
    value TEXT NOT NULL
) STRICT;
CREATE INDEX people_known_by_value ON people_known_by (sort, value);
CREATE INDEX people_known_by_person ON people_known_by (person);

CREATE TABLE practice_looks (
    id TEXT PRIMARY KEY NOT NULL,
    at INTEGER NOT NULL,
    account TEXT NOT NULL,
    person INTEGER,
    record INTEGER,
    what TEXT NOT NULL,
    how TEXT NOT NULL
) STRICT;
CREATE INDEX practice_looks_person ON practice_looks (person, at);
CREATE INDEX practice_looks_account ON practice_looks (account, at);

CREATE TABLE practice_drafts (
    id TEXT PRIMARY KEY NOT NULL,
    account TEXT NOT NULL,
    form TEXT NOT NULL,
    process TEXT,
    episode INTEGER,
    person INTEGER NOT NULL,
    team TEXT NOT NULL,
    record INTEGER,
    seen INTEGER NOT NULL,
    typed TEXT NOT NULL,
    saved INTEGER NOT NULL
) STRICT;
CREATE INDEX practice_drafts_account ON practice_drafts (account, saved);
CREATE INDEX practice_drafts_person ON practice_drafts (person);
