-- Facts made of records, kept as bytes so that a start need not read every record again. They can be dropped and
-- made again. A part is named by its digest; the one row of kept_facts says after which entry the facts were made and which
-- part lists the others. What was erased takes all of them with it, and facts from before are refused from then on.
-- (Expand.)

CREATE TABLE kept_facts (
    one INTEGER PRIMARY KEY NOT NULL CHECK (one = 1),
    sequence INTEGER NOT NULL,
    hash BLOB,
    format INTEGER NOT NULL,
    root BLOB,
    erased INTEGER NOT NULL
) STRICT;
INSERT INTO kept_facts (one, sequence, format, erased) VALUES (1, 0, 0, 0);

CREATE TABLE kept_fact_parts (
    digest BLOB PRIMARY KEY NOT NULL,
    bytes BLOB NOT NULL
) STRICT;
