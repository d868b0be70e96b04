-- The first schema. Instants are TIMESTAMP WITH TIME ZONE, calendar dates text YYYY-MM-DD, "sealed" columns hold AES-256-GCM
-- envelopes; an empty text is written as U+0001, for Oracle takes '' for NULL. SQL*Plus runs this file as it is.

CREATE TABLE settings (
  name VARCHAR2(400 CHAR) NOT NULL PRIMARY KEY,
  content CLOB NOT NULL
);

CREATE TABLE sites (
  id VARCHAR2(36 CHAR) NOT NULL PRIMARY KEY,
  name VARCHAR2(400 CHAR) NOT NULL CONSTRAINT sites_name_unique UNIQUE
);

CREATE TABLE wards (
  id VARCHAR2(36 CHAR) NOT NULL PRIMARY KEY,
  site_id VARCHAR2(36 CHAR) NOT NULL REFERENCES sites (id),
  name VARCHAR2(400 CHAR) NOT NULL,
  CONSTRAINT wards_by_name UNIQUE (site_id, name)
);

CREATE TABLE patients (
  id VARCHAR2(36 CHAR) NOT NULL PRIMARY KEY,
  given_name CLOB NOT NULL, -- sealed
  family_name CLOB NOT NULL, -- sealed
  family_name_index VARCHAR2(40 CHAR) NOT NULL,
  birth_date CLOB NOT NULL, -- sealed
  sex VARCHAR2(1 CHAR) CHECK (sex IN ('f', 'm', 'x')),
  title CLOB, -- sealed
  spoken_name CLOB, -- sealed
  representative CLOB, -- sealed
  language VARCHAR2(2 CHAR) NOT NULL CHECK (language IN ('fr', 'nl', 'en')),
  tempo BINARY_DOUBLE NOT NULL,
  gain_db BINARY_DOUBLE NOT NULL,
  deceased_at TIMESTAMP(3) WITH TIME ZONE,
  readmitted_at TIMESTAMP(3) WITH TIME ZONE,
  created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
CREATE INDEX patients_by_family_name ON patients (family_name_index);

CREATE TABLE phones (
  id VARCHAR2(36 CHAR) NOT NULL PRIMARY KEY,
  patient_id VARCHAR2(36 CHAR) NOT NULL REFERENCES patients (id),
  position NUMBER(10) NOT NULL,
  phone_number CLOB NOT NULL, -- sealed
  phone_index VARCHAR2(40 CHAR) NOT NULL,
  label CLOB, -- sealed
  CONSTRAINT phones_in_order UNIQUE (patient_id, position)
);
CREATE INDEX phones_by_number ON phones (phone_index);

CREATE TABLE caregivers (
  id VARCHAR2(36 CHAR) NOT NULL PRIMARY KEY,
  patient_id VARCHAR2(36 CHAR) NOT NULL REFERENCES patients (id),
  position NUMBER(10) NOT NULL,
  name CLOB NOT NULL, -- sealed
  relation CLOB NOT NULL, -- sealed
  CONSTRAINT caregivers_in_order UNIQUE (patient_id, position)
);

CREATE TABLE encounters (
  id VARCHAR2(36 CHAR) NOT NULL PRIMARY KEY,
  patient_id VARCHAR2(36 CHAR) NOT NULL REFERENCES patients (id),
  ward_id VARCHAR2(36 CHAR) NOT NULL REFERENCES wards (id),
  discharged_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  reason CLOB, -- sealed
  protocol VARCHAR2(200 CHAR) NOT NULL,
  created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
CREATE INDEX encounters_by_patient ON encounters (patient_id);

CREATE TABLE opt_outs (
  id VARCHAR2(36 CHAR) NOT NULL PRIMARY KEY,
  scope VARCHAR2(20 CHAR) NOT NULL CHECK (scope IN ('patient', 'number')),
  patient_id VARCHAR2(36 CHAR) REFERENCES patients (id),
  phone_number CLOB, -- sealed
  phone_index VARCHAR2(40 CHAR),
  opted_out_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  lifted_at TIMESTAMP(3) WITH TIME ZONE,
  lifted_by VARCHAR2(400 CHAR),
  CHECK ((scope = 'patient' AND patient_id IS NOT NULL) OR (scope <> 'patient' AND phone_index IS NOT NULL))
);
CREATE INDEX opt_outs_by_patient ON opt_outs (patient_id);
CREATE INDEX opt_outs_by_number ON opt_outs (phone_index);

CREATE TABLE protocol_versions (
  protocol VARCHAR2(200 CHAR) NOT NULL,
  version VARCHAR2(200 CHAR) NOT NULL,
  content CLOB,
  first_used_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  PRIMARY KEY (protocol, version)
);

CREATE TABLE due_calls (
  id VARCHAR2(36 CHAR) NOT NULL PRIMARY KEY,
  encounter_id VARCHAR2(36 CHAR) NOT NULL REFERENCES encounters (id),
  patient_id VARCHAR2(36 CHAR) NOT NULL REFERENCES patients (id),
  ward_id VARCHAR2(36 CHAR) NOT NULL REFERENCES wards (id),
  protocol VARCHAR2(200 CHAR) NOT NULL,
  due_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  not_after TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  state VARCHAR2(20 CHAR) NOT NULL CHECK (state IN ('due', 'claimed', 'done', 'cancelled', 'expired'))
);
CREATE INDEX due_calls_by_time ON due_calls (state, due_at);
CREATE INDEX due_calls_by_patient ON due_calls (patient_id);

-- Made or received. One that is made is an attempt at a due call, and its id is the channel's.
CREATE TABLE calls (
  id VARCHAR2(36 CHAR) NOT NULL PRIMARY KEY,
  direction VARCHAR2(20 CHAR) NOT NULL CHECK (direction IN ('outbound', 'inbound')),
  due_call_id VARCHAR2(36 CHAR) REFERENCES due_calls (id),
  patient_id VARCHAR2(36 CHAR) REFERENCES patients (id),
  ward_id VARCHAR2(36 CHAR) NOT NULL REFERENCES wards (id),
  phone_number CLOB, -- sealed
  phone_index VARCHAR2(40 CHAR),
  protocol VARCHAR2(200 CHAR),
  protocol_version VARCHAR2(200 CHAR),
  owner VARCHAR2(400 CHAR) NOT NULL,
  started_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  answered_at TIMESTAMP(3) WITH TIME ZONE,
  ended_at TIMESTAMP(3) WITH TIME ZONE,
  disposition VARCHAR2(60 CHAR),
  identity VARCHAR2(60 CHAR),
  hangup_cause NUMBER(10),
  score BINARY_DOUBLE,
  score_complete NUMBER(1) CHECK (score_complete IN (0, 1)),
  score_band VARCHAR2(200 CHAR),
  CHECK (direction = 'inbound' OR (due_call_id IS NOT NULL AND patient_id IS NOT NULL AND phone_number IS NOT NULL))
);
CREATE INDEX calls_by_start ON calls (started_at);
CREATE INDEX calls_by_patient ON calls (patient_id);
CREATE INDEX calls_by_due_call ON calls (due_call_id);
-- One call at a time per patient, whoever asks.
CREATE UNIQUE INDEX calls_on_the_line ON calls (NVL2(ended_at, NULL, patient_id));

CREATE TABLE recordings (
  call_id VARCHAR2(36 CHAR) NOT NULL PRIMARY KEY REFERENCES calls (id),
  path VARCHAR2(1000 CHAR),
  start_ms BINARY_DOUBLE
);

CREATE TABLE turns (
  id VARCHAR2(36 CHAR) NOT NULL PRIMARY KEY,
  call_id VARCHAR2(36 CHAR) NOT NULL REFERENCES calls (id),
  seq NUMBER(10) NOT NULL,
  speaker VARCHAR2(20 CHAR) NOT NULL CHECK (speaker IN ('agent', 'patient')),
  link_id VARCHAR2(200 CHAR) NOT NULL,
  said CLOB NOT NULL, -- sealed
  start_ms BINARY_DOUBLE NOT NULL,
  end_ms BINARY_DOUBLE NOT NULL,
  interrupted NUMBER(1) NOT NULL CHECK (interrupted IN (0, 1)),
  confidence BINARY_DOUBLE,
  prompt_version VARCHAR2(200 CHAR),
  CONSTRAINT turns_in_order UNIQUE (call_id, seq)
);

CREATE TABLE prompts_heard (
  call_id VARCHAR2(36 CHAR) NOT NULL REFERENCES calls (id),
  seq NUMBER(10) NOT NULL,
  link_id VARCHAR2(200 CHAR) NOT NULL,
  version VARCHAR2(200 CHAR) NOT NULL,
  PRIMARY KEY (call_id, seq)
);

CREATE TABLE answers (
  id VARCHAR2(36 CHAR) NOT NULL PRIMARY KEY,
  call_id VARCHAR2(36 CHAR) NOT NULL REFERENCES calls (id),
  link_id VARCHAR2(200 CHAR) NOT NULL,
  position NUMBER(10) NOT NULL,
  status VARCHAR2(40 CHAR) NOT NULL,
  content CLOB NOT NULL, -- sealed
  confidence BINARY_DOUBLE,
  start_ms BINARY_DOUBLE,
  end_ms BINARY_DOUBLE,
  pending NUMBER(1) NOT NULL CHECK (pending IN (0, 1)),
  read_back VARCHAR2(40 CHAR),
  by_keypad NUMBER(1) NOT NULL CHECK (by_keypad IN (0, 1)),
  by_caregiver NUMBER(1) NOT NULL CHECK (by_caregiver IN (0, 1)),
  pending_alerts CLOB, -- sealed
  CONSTRAINT answers_by_item UNIQUE (call_id, link_id)
);

CREATE TABLE consents (
  id VARCHAR2(36 CHAR) NOT NULL PRIMARY KEY,
  call_id VARCHAR2(36 CHAR) NOT NULL REFERENCES calls (id),
  kind VARCHAR2(40 CHAR) NOT NULL CHECK (kind IN ('ai-notice', 'recording', 'automated-call')),
  given NUMBER(1) NOT NULL CHECK (given IN (0, 1)),
  text_version VARCHAR2(200 CHAR) NOT NULL,
  asked_at TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
CREATE INDEX consents_by_call ON consents (call_id);

CREATE TABLE tasks (
  id VARCHAR2(36 CHAR) NOT NULL PRIMARY KEY,
  kind VARCHAR2(40 CHAR) NOT NULL,
  patient_id VARCHAR2(36 CHAR) REFERENCES patients (id),
  call_id VARCHAR2(36 CHAR) REFERENCES calls (id),
  ward_id VARCHAR2(36 CHAR) NOT NULL REFERENCES wards (id),
  note CLOB, -- sealed
  not_before VARCHAR2(40 CHAR),
  created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  closed_at TIMESTAMP(3) WITH TIME ZONE,
  CHECK (patient_id IS NOT NULL OR call_id IS NOT NULL)
);
CREATE INDEX tasks_by_call ON tasks (call_id);
CREATE INDEX tasks_by_patient ON tasks (patient_id);

CREATE TABLE alerts (
  id VARCHAR2(36 CHAR) NOT NULL PRIMARY KEY,
  call_id VARCHAR2(36 CHAR) NOT NULL REFERENCES calls (id),
  alert_key VARCHAR2(400 CHAR) NOT NULL,
  rule VARCHAR2(200 CHAR) NOT NULL,
  rule_version VARCHAR2(200 CHAR) NOT NULL,
  link_id VARCHAR2(200 CHAR),
  question CLOB, -- sealed
  words CLOB, -- sealed
  confidence BINARY_DOUBLE,
  at_ms BINARY_DOUBLE,
  ward_id VARCHAR2(36 CHAR) NOT NULL REFERENCES wards (id),
  raised_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  CONSTRAINT alerts_by_key UNIQUE (call_id, alert_key)
);

CREATE TABLE alert_events (
  id VARCHAR2(36 CHAR) NOT NULL PRIMARY KEY,
  alert_id VARCHAR2(36 CHAR) NOT NULL REFERENCES alerts (id),
  seq NUMBER(10) NOT NULL,
  happened_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  urgency VARCHAR2(20 CHAR) NOT NULL CHECK (urgency IN ('routine', 'soon', 'urgent', 'emergency')),
  confirmation VARCHAR2(40 CHAR),
  words CLOB, -- sealed
  recording_second BINARY_DOUBLE,
  CONSTRAINT alert_events_in_order UNIQUE (alert_id, seq)
);

CREATE TABLE alert_acknowledgements (
  id VARCHAR2(36 CHAR) NOT NULL PRIMARY KEY,
  alert_id VARCHAR2(36 CHAR) NOT NULL REFERENCES alerts (id),
  acknowledged_by VARCHAR2(400 CHAR) NOT NULL,
  acknowledged_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  note CLOB -- sealed
);
CREATE INDEX alert_acknowledgements_by_alert ON alert_acknowledgements (alert_id);

CREATE TABLE alert_steps (
  id VARCHAR2(36 CHAR) NOT NULL PRIMARY KEY,
  alert_id VARCHAR2(36 CHAR) NOT NULL REFERENCES alerts (id),
  seq NUMBER(10) NOT NULL,
  happened_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  kind VARCHAR2(40 CHAR) NOT NULL,
  nurse_number CLOB, -- sealed
  CONSTRAINT alert_steps_in_order UNIQUE (alert_id, seq)
);

-- Alerts are append-only.
CREATE OR REPLACE TRIGGER alerts_stay BEFORE UPDATE OR DELETE ON alerts FOR EACH ROW
BEGIN
  raise_application_error(-20001, 'alerts are append-only');
END;
/

CREATE OR REPLACE TRIGGER alert_events_stay BEFORE UPDATE OR DELETE ON alert_events FOR EACH ROW
BEGIN
  raise_application_error(-20001, 'alerts are append-only');
END;
/

-- The four urgencies begin at rising places of that text, so a place compares as a rank. A row trigger may read its own table
-- only while one row is inserted by VALUES (ORA-04091), which is how the daemon writes them.
CREATE OR REPLACE TRIGGER alert_urgency_never_falls BEFORE INSERT ON alert_events FOR EACH ROW
DECLARE
  higher NUMBER;
BEGIN
  SELECT COUNT(*) INTO higher FROM alert_events e WHERE e.alert_id = :NEW.alert_id
    AND INSTR('routine soon urgent emergency', e.urgency) > INSTR('routine soon urgent emergency', :NEW.urgency);
  IF higher > 0 THEN
    raise_application_error(-20002, 'the urgency of an alert never falls');
  END IF;
END;
/

CREATE OR REPLACE TRIGGER alert_acknowledgements_stay BEFORE UPDATE OR DELETE ON alert_acknowledgements FOR EACH ROW
BEGIN
  raise_application_error(-20001, 'alerts are append-only');
END;
/

CREATE OR REPLACE TRIGGER alert_steps_stay BEFORE UPDATE OR DELETE ON alert_steps FOR EACH ROW
BEGIN
  raise_application_error(-20001, 'alerts are append-only');
END;
/
