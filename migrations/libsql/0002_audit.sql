-- Who saw and changed what, in a chain; more that is sealed; sealed columns of alerts may be sealed anew under another key.

ALTER TABLE patients ADD COLUMN national_number TEXT; -- sealed
ALTER TABLE patients ADD COLUMN national_number_index TEXT;
ALTER TABLE patients ADD COLUMN address TEXT; -- sealed
ALTER TABLE patients ADD COLUMN note TEXT; -- sealed
CREATE INDEX patients_by_national_number ON patients (national_number_index);

-- Each entry's hash holds the one before it. The head says how many there are: the end cannot be cut off in silence.
CREATE TABLE audit_entries (
  seq INTEGER PRIMARY KEY NOT NULL,
  happened_at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  actor_role TEXT NOT NULL,
  origin TEXT NOT NULL,
  correlation_id TEXT,
  action TEXT NOT NULL,
  patient_id TEXT,
  subject_id TEXT,
  facts TEXT,
  reason TEXT, -- sealed
  hash TEXT NOT NULL
);
CREATE INDEX audit_entries_by_patient ON audit_entries (patient_id, seq);

CREATE TABLE audit_head (
  id TEXT PRIMARY KEY NOT NULL,
  seq INTEGER NOT NULL,
  hash TEXT NOT NULL
);
INSERT INTO audit_head (id, seq, hash) VALUES ('head', 0, '0');

-- The row 'resealing' of settings is there only inside a transaction that seals values anew.
CREATE TRIGGER audit_entries_stay BEFORE UPDATE ON audit_entries
WHEN NOT EXISTS (SELECT 1 FROM settings WHERE name = 'resealing')
  OR NEW.seq IS NOT OLD.seq OR NEW.happened_at IS NOT OLD.happened_at OR NEW.actor IS NOT OLD.actor
  OR NEW.actor_role IS NOT OLD.actor_role OR NEW.origin IS NOT OLD.origin
  OR NEW.correlation_id IS NOT OLD.correlation_id OR NEW.action IS NOT OLD.action OR NEW.patient_id IS NOT OLD.patient_id
  OR NEW.subject_id IS NOT OLD.subject_id OR NEW.facts IS NOT OLD.facts OR NEW.hash IS NOT OLD.hash
  OR (NEW.reason IS NULL) <> (OLD.reason IS NULL)
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_entries_last BEFORE DELETE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_entries_once BEFORE INSERT ON audit_entries
WHEN EXISTS (SELECT 1 FROM audit_entries e WHERE e.seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_head_rises BEFORE UPDATE ON audit_head WHEN NEW.id IS NOT OLD.id OR NEW.seq < OLD.seq
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_head_last BEFORE DELETE ON audit_head
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;

DROP TRIGGER alerts_stay;
CREATE TRIGGER alerts_stay BEFORE UPDATE ON alerts
WHEN NOT EXISTS (SELECT 1 FROM settings WHERE name = 'resealing')
  OR NEW.id IS NOT OLD.id OR NEW.call_id IS NOT OLD.call_id OR NEW.alert_key IS NOT OLD.alert_key
  OR NEW.rule IS NOT OLD.rule OR NEW.rule_version IS NOT OLD.rule_version OR NEW.link_id IS NOT OLD.link_id
  OR NEW.confidence IS NOT OLD.confidence OR NEW.at_ms IS NOT OLD.at_ms OR NEW.ward_id IS NOT OLD.ward_id
  OR NEW.raised_at IS NOT OLD.raised_at
  OR (NEW.question IS NULL) <> (OLD.question IS NULL) OR (NEW.words IS NULL) <> (OLD.words IS NULL)
BEGIN SELECT RAISE(ABORT, 'alerts are append-only'); END;

DROP TRIGGER alert_events_stay;
CREATE TRIGGER alert_events_stay BEFORE UPDATE ON alert_events
WHEN NOT EXISTS (SELECT 1 FROM settings WHERE name = 'resealing')
  OR NEW.id IS NOT OLD.id OR NEW.alert_id IS NOT OLD.alert_id OR NEW.seq IS NOT OLD.seq
  OR NEW.happened_at IS NOT OLD.happened_at OR NEW.urgency IS NOT OLD.urgency
  OR NEW.confirmation IS NOT OLD.confirmation OR NEW.recording_second IS NOT OLD.recording_second
  OR (NEW.words IS NULL) <> (OLD.words IS NULL)
BEGIN SELECT RAISE(ABORT, 'alerts are append-only'); END;

DROP TRIGGER alert_acknowledgements_stay;
CREATE TRIGGER alert_acknowledgements_stay BEFORE UPDATE ON alert_acknowledgements
WHEN NOT EXISTS (SELECT 1 FROM settings WHERE name = 'resealing')
  OR NEW.id IS NOT OLD.id OR NEW.alert_id IS NOT OLD.alert_id OR NEW.acknowledged_by IS NOT OLD.acknowledged_by
  OR NEW.acknowledged_at IS NOT OLD.acknowledged_at
  OR (NEW.note IS NULL) <> (OLD.note IS NULL)
BEGIN SELECT RAISE(ABORT, 'alerts are append-only'); END;

DROP TRIGGER alert_steps_stay;
CREATE TRIGGER alert_steps_stay BEFORE UPDATE ON alert_steps
WHEN NOT EXISTS (SELECT 1 FROM settings WHERE name = 'resealing')
  OR NEW.id IS NOT OLD.id OR NEW.alert_id IS NOT OLD.alert_id OR NEW.seq IS NOT OLD.seq
  OR NEW.happened_at IS NOT OLD.happened_at OR NEW.kind IS NOT OLD.kind
  OR (NEW.nurse_number IS NULL) <> (OLD.nurse_number IS NULL)
BEGIN SELECT RAISE(ABORT, 'alerts are append-only'); END;
