-- On which day a case was closed, so that lists of work read open cases alone. It follows from the records and
-- the pack in force. (Expand.)

ALTER TABLE episodes ADD COLUMN closed BIGINT;
CREATE INDEX episodes_open ON episodes (team, number) WHERE closed IS NULL;
CREATE INDEX episodes_open_worker ON episodes (worker, number) WHERE closed IS NULL;
