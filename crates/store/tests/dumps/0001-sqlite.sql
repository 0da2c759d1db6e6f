-- A journal of five entries as the tables stood at version 1. Never changed: it is what a release left.
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
