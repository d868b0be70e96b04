-- The first schema. Instants are UTC epoch ms, calendar dates text YYYY-MM-DD, "sealed" columns hold AES-256-GCM envelopes.

CREATE TABLE settings (
  name TEXT PRIMARY KEY NOT NULL,
  content TEXT NOT NULL
);

CREATE TABLE sites (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL CONSTRAINT sites_name_unique UNIQUE
);

CREATE TABLE wards (
  id TEXT PRIMARY KEY NOT NULL,
  site_id TEXT NOT NULL REFERENCES sites (id),
  name TEXT NOT NULL,
  CONSTRAINT wards_by_name UNIQUE (site_id, name)
);

CREATE TABLE patients (
  id TEXT PRIMARY KEY NOT NULL,
  given_name TEXT NOT NULL, -- sealed
  family_name TEXT NOT NULL, -- sealed
  family_name_index TEXT NOT NULL,
  birth_date TEXT NOT NULL, -- sealed
  sex TEXT CHECK (sex IN ('f', 'm', 'x')),
  title TEXT, -- sealed
  spoken_name TEXT, -- sealed
  representative TEXT, -- sealed
  language TEXT NOT NULL CHECK (language IN ('fr', 'nl', 'en')),
  tempo REAL NOT NULL,
  gain_db REAL NOT NULL,
  deceased_at INTEGER,
  readmitted_at INTEGER,
  created_at INTEGER NOT NULL
);
CREATE INDEX patients_by_family_name ON patients (family_name_index);

CREATE TABLE phones (
  id TEXT PRIMARY KEY NOT NULL,
  patient_id TEXT NOT NULL REFERENCES patients (id),
  position INTEGER NOT NULL,
  phone_number TEXT NOT NULL, -- sealed
  phone_index TEXT NOT NULL,
  label TEXT, -- sealed
  CONSTRAINT phones_in_order UNIQUE (patient_id, position)
);
CREATE INDEX phones_by_number ON phones (phone_index);

CREATE TABLE caregivers (
  id TEXT PRIMARY KEY NOT NULL,
  patient_id TEXT NOT NULL REFERENCES patients (id),
  position INTEGER NOT NULL,
  name TEXT NOT NULL, -- sealed
  relation TEXT NOT NULL, -- sealed
  CONSTRAINT caregivers_in_order UNIQUE (patient_id, position)
);

CREATE TABLE encounters (
  id TEXT PRIMARY KEY NOT NULL,
  patient_id TEXT NOT NULL REFERENCES patients (id),
  ward_id TEXT NOT NULL REFERENCES wards (id),
  discharged_at INTEGER NOT NULL,
  reason TEXT, -- sealed
  protocol TEXT NOT NULL,
  created_at INTEGER NOT NULL
);
CREATE INDEX encounters_by_patient ON encounters (patient_id);

CREATE TABLE opt_outs (
  id TEXT PRIMARY KEY NOT NULL,
  scope TEXT NOT NULL CHECK (scope IN ('patient', 'number')),
  patient_id TEXT REFERENCES patients (id),
  phone_number TEXT, -- sealed
  phone_index TEXT,
  opted_out_at INTEGER NOT NULL,
  lifted_at INTEGER,
  lifted_by TEXT,
  CHECK (CASE scope WHEN 'patient' THEN patient_id ELSE phone_index END IS NOT NULL)
);
CREATE INDEX opt_outs_by_patient ON opt_outs (patient_id);
CREATE INDEX opt_outs_by_number ON opt_outs (phone_index);

CREATE TABLE protocol_versions (
  protocol TEXT NOT NULL,
  version TEXT NOT NULL,
  content TEXT,
  first_used_at INTEGER NOT NULL,
  PRIMARY KEY (protocol, version)
);

CREATE TABLE due_calls (
  id TEXT PRIMARY KEY NOT NULL,
  encounter_id TEXT NOT NULL REFERENCES encounters (id),
  patient_id TEXT NOT NULL REFERENCES patients (id),
  ward_id TEXT NOT NULL REFERENCES wards (id),
  protocol TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  not_after INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('due', 'claimed', 'done', 'cancelled', 'expired'))
);
CREATE INDEX due_calls_by_time ON due_calls (state, due_at);
CREATE INDEX due_calls_by_patient ON due_calls (patient_id);

-- Made or received. One that is made is an attempt at a due call, and its id is the channel's.
CREATE TABLE calls (
  id TEXT PRIMARY KEY NOT NULL,
  direction TEXT NOT NULL CHECK (direction IN ('outbound', 'inbound')),
  due_call_id TEXT REFERENCES due_calls (id),
  patient_id TEXT REFERENCES patients (id),
  ward_id TEXT NOT NULL REFERENCES wards (id),
  phone_number TEXT, -- sealed
  phone_index TEXT,
  protocol TEXT,
  protocol_version TEXT,
  owner TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  answered_at INTEGER,
  ended_at INTEGER,
  disposition TEXT,
  identity TEXT,
  hangup_cause INTEGER,
  score REAL,
  score_complete INTEGER,
  score_band TEXT,
  -- A patient without a number is not rung, but that a call was due is written all the same.
  CHECK (direction = 'inbound' OR (due_call_id IS NOT NULL AND patient_id IS NOT NULL)),
  CHECK (direction = 'inbound' OR phone_number IS NOT NULL OR answered_at IS NULL)
);
CREATE INDEX calls_by_start ON calls (started_at);
CREATE INDEX calls_by_patient ON calls (patient_id);
CREATE INDEX calls_by_due_call ON calls (due_call_id);
-- One call at a time per patient, whoever asks.
CREATE UNIQUE INDEX calls_on_the_line ON calls (patient_id) WHERE ended_at IS NULL;

CREATE TABLE recordings (
  call_id TEXT PRIMARY KEY NOT NULL REFERENCES calls (id),
  path TEXT,
  start_ms REAL
);

CREATE TABLE turns (
  id TEXT PRIMARY KEY NOT NULL,
  call_id TEXT NOT NULL REFERENCES calls (id),
  seq INTEGER NOT NULL,
  speaker TEXT NOT NULL CHECK (speaker IN ('agent', 'patient')),
  link_id TEXT NOT NULL,
  said TEXT NOT NULL, -- sealed
  start_ms REAL NOT NULL,
  end_ms REAL NOT NULL,
  interrupted INTEGER NOT NULL,
  confidence REAL,
  prompt_version TEXT,
  CONSTRAINT turns_in_order UNIQUE (call_id, seq)
);

CREATE TABLE prompts_heard (
  call_id TEXT NOT NULL REFERENCES calls (id),
  seq INTEGER NOT NULL,
  link_id TEXT NOT NULL,
  version TEXT NOT NULL,
  PRIMARY KEY (call_id, seq)
);

CREATE TABLE answers (
  id TEXT PRIMARY KEY NOT NULL,
  call_id TEXT NOT NULL REFERENCES calls (id),
  link_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  status TEXT NOT NULL,
  content TEXT NOT NULL, -- sealed
  confidence REAL,
  start_ms REAL,
  end_ms REAL,
  pending INTEGER NOT NULL,
  read_back TEXT,
  by_keypad INTEGER NOT NULL,
  by_caregiver INTEGER NOT NULL,
  pending_alerts TEXT, -- sealed
  CONSTRAINT answers_by_item UNIQUE (call_id, link_id)
);

CREATE TABLE consents (
  id TEXT PRIMARY KEY NOT NULL,
  call_id TEXT NOT NULL REFERENCES calls (id),
  kind TEXT NOT NULL CHECK (kind IN ('ai-notice', 'recording', 'automated-call')),
  given INTEGER NOT NULL,
  text_version TEXT NOT NULL,
  asked_at INTEGER NOT NULL
);
CREATE INDEX consents_by_call ON consents (call_id);

CREATE TABLE tasks (
  id TEXT PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL,
  patient_id TEXT REFERENCES patients (id),
  call_id TEXT REFERENCES calls (id),
  ward_id TEXT NOT NULL REFERENCES wards (id),
  note TEXT, -- sealed
  not_before TEXT,
  created_at INTEGER NOT NULL,
  closed_at INTEGER,
  CHECK (patient_id IS NOT NULL OR call_id IS NOT NULL)
);
CREATE INDEX tasks_by_call ON tasks (call_id);
CREATE INDEX tasks_by_patient ON tasks (patient_id);

CREATE TABLE alerts (
  id TEXT PRIMARY KEY NOT NULL,
  call_id TEXT NOT NULL REFERENCES calls (id),
  alert_key TEXT NOT NULL,
  rule TEXT NOT NULL,
  rule_version TEXT NOT NULL,
  link_id TEXT,
  question TEXT, -- sealed
  words TEXT, -- sealed
  confidence REAL,
  at_ms REAL,
  ward_id TEXT NOT NULL REFERENCES wards (id),
  raised_at INTEGER NOT NULL,
  CONSTRAINT alerts_by_key UNIQUE (call_id, alert_key)
);

CREATE TABLE alert_events (
  id TEXT PRIMARY KEY NOT NULL,
  alert_id TEXT NOT NULL REFERENCES alerts (id),
  seq INTEGER NOT NULL,
  happened_at INTEGER NOT NULL,
  urgency TEXT NOT NULL CHECK (urgency IN ('routine', 'soon', 'urgent', 'emergency')),
  confirmation TEXT,
  words TEXT, -- sealed
  recording_second REAL,
  CONSTRAINT alert_events_in_order UNIQUE (alert_id, seq)
);

CREATE TABLE alert_acknowledgements (
  id TEXT PRIMARY KEY NOT NULL,
  alert_id TEXT NOT NULL REFERENCES alerts (id),
  acknowledged_by TEXT NOT NULL,
  acknowledged_at INTEGER NOT NULL,
  note TEXT -- sealed
);
CREATE INDEX alert_acknowledgements_by_alert ON alert_acknowledgements (alert_id);

CREATE TABLE alert_steps (
  id TEXT PRIMARY KEY NOT NULL,
  alert_id TEXT NOT NULL REFERENCES alerts (id),
  seq INTEGER NOT NULL,
  happened_at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  nurse_number TEXT, -- sealed
  CONSTRAINT alert_steps_in_order UNIQUE (alert_id, seq)
);

-- Alerts are append-only. REPLACE removes a row without firing its DELETE trigger, so an insert over an existing row is
-- refused as well.
CREATE TRIGGER alerts_stay BEFORE UPDATE ON alerts
BEGIN SELECT RAISE(ABORT, 'alerts are append-only'); END;
CREATE TRIGGER alerts_last BEFORE DELETE ON alerts
BEGIN SELECT RAISE(ABORT, 'alerts are append-only'); END;
CREATE TRIGGER alerts_once BEFORE INSERT ON alerts
WHEN EXISTS (SELECT 1 FROM alerts a WHERE a.id = NEW.id OR (a.call_id = NEW.call_id AND a.alert_key = NEW.alert_key))
BEGIN SELECT RAISE(ABORT, 'alerts are append-only'); END;

CREATE TRIGGER alert_events_stay BEFORE UPDATE ON alert_events
BEGIN SELECT RAISE(ABORT, 'alerts are append-only'); END;
CREATE TRIGGER alert_events_last BEFORE DELETE ON alert_events
BEGIN SELECT RAISE(ABORT, 'alerts are append-only'); END;
CREATE TRIGGER alert_events_once BEFORE INSERT ON alert_events
WHEN EXISTS (SELECT 1 FROM alert_events e WHERE e.id = NEW.id OR (e.alert_id = NEW.alert_id AND e.seq = NEW.seq))
BEGIN SELECT RAISE(ABORT, 'alerts are append-only'); END;
-- The four urgencies begin at rising places of that text, so a place compares as a rank.
CREATE TRIGGER alert_urgency_never_falls BEFORE INSERT ON alert_events
WHEN EXISTS (
  SELECT 1 FROM alert_events e WHERE e.alert_id = NEW.alert_id
  AND instr('routine soon urgent emergency', e.urgency) > instr('routine soon urgent emergency', NEW.urgency)
)
BEGIN SELECT RAISE(ABORT, 'the urgency of an alert never falls'); END;

CREATE TRIGGER alert_acknowledgements_stay BEFORE UPDATE ON alert_acknowledgements
BEGIN SELECT RAISE(ABORT, 'alerts are append-only'); END;
CREATE TRIGGER alert_acknowledgements_last BEFORE DELETE ON alert_acknowledgements
BEGIN SELECT RAISE(ABORT, 'alerts are append-only'); END;
CREATE TRIGGER alert_acknowledgements_once BEFORE INSERT ON alert_acknowledgements
WHEN EXISTS (SELECT 1 FROM alert_acknowledgements k WHERE k.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'alerts are append-only'); END;

CREATE TRIGGER alert_steps_stay BEFORE UPDATE ON alert_steps
BEGIN SELECT RAISE(ABORT, 'alerts are append-only'); END;
CREATE TRIGGER alert_steps_last BEFORE DELETE ON alert_steps
BEGIN SELECT RAISE(ABORT, 'alerts are append-only'); END;
CREATE TRIGGER alert_steps_once BEFORE INSERT ON alert_steps
WHEN EXISTS (SELECT 1 FROM alert_steps s WHERE s.id = NEW.id OR (s.alert_id = NEW.alert_id AND s.seq = NEW.seq))
BEGIN SELECT RAISE(ABORT, 'alerts are append-only'); END;
