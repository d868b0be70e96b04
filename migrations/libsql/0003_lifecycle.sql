-- What outlives a patient's record, and what brings records in.

-- Secrets of the database itself: they stay when the hospital's keys are rotated.
CREATE TABLE hash_keys (
  name TEXT PRIMARY KEY NOT NULL,
  secret TEXT NOT NULL -- sealed
);

-- Keyed hashes of people and numbers whose record was erased and who must never be rung again.
CREATE TABLE never_rung (
  id TEXT PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('person', 'number')),
  hash TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('opted-out', 'deceased')),
  since INTEGER NOT NULL,
  CONSTRAINT never_rung_once UNIQUE (kind, hash)
);

-- That a record was here, and who had it erased when and on what ground: no more than that.
CREATE TABLE erasures (
  id TEXT PRIMARY KEY NOT NULL,
  patient_id TEXT NOT NULL,
  erased_at INTEGER NOT NULL,
  erased_by TEXT NOT NULL,
  ground TEXT NOT NULL CHECK (ground IN ('request', 'retention', 'restore')),
  results_erased INTEGER NOT NULL
);
CREATE INDEX erasures_by_patient ON erasures (patient_id);

-- A file that is imported, known by its SHA-256: how far it has come.
CREATE TABLE imports (
  file_hash TEXT PRIMARY KEY NOT NULL,
  begun_at INTEGER NOT NULL,
  ended_at INTEGER,
  last_line INTEGER NOT NULL,
  taken INTEGER NOT NULL,
  already_known INTEGER NOT NULL,
  refused INTEGER NOT NULL
);

-- Alerts stay append-only. They go with the whole record of a patient alone, once its erasure is written down.
DROP TRIGGER alerts_last;
CREATE TRIGGER alerts_last BEFORE DELETE ON alerts
WHEN NOT EXISTS (
  SELECT 1 FROM calls c JOIN erasures e ON e.patient_id = c.patient_id AND e.results_erased = 1 WHERE c.id = OLD.call_id
)
BEGIN SELECT RAISE(ABORT, 'alerts are append-only'); END;
DROP TRIGGER alert_events_last;
CREATE TRIGGER alert_events_last BEFORE DELETE ON alert_events
WHEN NOT EXISTS (
  SELECT 1 FROM alerts a JOIN calls c ON c.id = a.call_id
  JOIN erasures e ON e.patient_id = c.patient_id AND e.results_erased = 1 WHERE a.id = OLD.alert_id
)
BEGIN SELECT RAISE(ABORT, 'alerts are append-only'); END;
DROP TRIGGER alert_acknowledgements_last;
CREATE TRIGGER alert_acknowledgements_last BEFORE DELETE ON alert_acknowledgements
WHEN NOT EXISTS (
  SELECT 1 FROM alerts a JOIN calls c ON c.id = a.call_id
  JOIN erasures e ON e.patient_id = c.patient_id AND e.results_erased = 1 WHERE a.id = OLD.alert_id
)
BEGIN SELECT RAISE(ABORT, 'alerts are append-only'); END;
DROP TRIGGER alert_steps_last;
CREATE TRIGGER alert_steps_last BEFORE DELETE ON alert_steps
WHEN NOT EXISTS (
  SELECT 1 FROM alerts a JOIN calls c ON c.id = a.call_id
  JOIN erasures e ON e.patient_id = c.patient_id AND e.results_erased = 1 WHERE a.id = OLD.alert_id
)
BEGIN SELECT RAISE(ABORT, 'alerts are append-only'); END;
