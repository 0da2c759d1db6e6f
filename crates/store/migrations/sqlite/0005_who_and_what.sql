-- The log is asked by who made an entry and by what it changed, the newest first: without these such a
-- question, when there is no answer to it, reads every entry. (Expand.)

CREATE INDEX entries_actor ON entries (actor, sequence);
CREATE INDEX entries_change ON entries (change, sequence);
