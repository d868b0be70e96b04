-- What the schedule needs of a due call: which one it is, how far its attempts are, and which daemon holds it.

ALTER TABLE due_calls ADD COLUMN day INTEGER;
ALTER TABLE due_calls ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE due_calls ADD COLUMN by_hand INTEGER NOT NULL DEFAULT 0;
ALTER TABLE due_calls ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE due_calls ADD COLUMN phone INTEGER NOT NULL DEFAULT 0;
ALTER TABLE due_calls ADD COLUMN lease TEXT;
ALTER TABLE due_calls ADD COLUMN lease_until INTEGER;

CREATE INDEX due_calls_of_ward ON due_calls (state, ward_id, due_at);
CREATE INDEX due_calls_urgent ON due_calls (state, urgent, due_at);
CREATE INDEX due_calls_expiring ON due_calls (state, not_after);
CREATE INDEX due_calls_leased ON due_calls (state, lease_until);

-- When the patient wishes to be rung.
ALTER TABLE patients ADD COLUMN preferences TEXT; -- sealed

CREATE INDEX due_calls_by_protocol ON due_calls (state, protocol, due_at);

-- Calls of a ward, or of all ('*'), that are not begun meanwhile.
CREATE TABLE pauses (
  ward_id TEXT PRIMARY KEY NOT NULL,
  paused_at INTEGER NOT NULL
);

-- Every process that holds calls says now and then that it lives: how another machine tells the living from the dead.
CREATE TABLE daemons (
  mark TEXT PRIMARY KEY NOT NULL,
  seen_at INTEGER NOT NULL
);
