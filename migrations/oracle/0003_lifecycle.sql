-- What outlives a patient's record, and what brings records in.

-- Secrets of the database itself: they stay when the hospital's keys are rotated.
CREATE TABLE hash_keys (
  name VARCHAR2(40 CHAR) NOT NULL PRIMARY KEY,
  secret CLOB NOT NULL -- sealed
);

-- Keyed hashes of people and numbers whose record was erased and who must never be rung again.
CREATE TABLE never_rung (
  id VARCHAR2(36 CHAR) NOT NULL PRIMARY KEY,
  kind VARCHAR2(40 CHAR) NOT NULL CHECK (kind IN ('person', 'number')),
  hash VARCHAR2(64 CHAR) NOT NULL,
  reason VARCHAR2(40 CHAR) NOT NULL CHECK (reason IN ('opted-out', 'deceased')),
  since TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  CONSTRAINT never_rung_once UNIQUE (kind, hash)
);

-- That a record was here, and who had it erased when and on what ground: no more than that.
CREATE TABLE erasures (
  id VARCHAR2(36 CHAR) NOT NULL PRIMARY KEY,
  patient_id VARCHAR2(36 CHAR) NOT NULL,
  erased_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  erased_by VARCHAR2(400 CHAR) NOT NULL,
  ground VARCHAR2(40 CHAR) NOT NULL CHECK (ground IN ('request', 'retention', 'restore')),
  results_erased NUMBER(1) NOT NULL CHECK (results_erased IN (0, 1))
);
CREATE INDEX erasures_by_patient ON erasures (patient_id);

-- A file that is imported, known by its SHA-256: how far it has come.
CREATE TABLE imports (
  file_hash VARCHAR2(64 CHAR) NOT NULL PRIMARY KEY,
  begun_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  ended_at TIMESTAMP(3) WITH TIME ZONE,
  last_line NUMBER(10) NOT NULL,
  taken NUMBER(10) NOT NULL,
  already_known NUMBER(10) NOT NULL,
  refused NUMBER(10) NOT NULL
);

-- Alerts stay append-only. They go with the whole record of a patient alone, once its erasure is written down; their sealed
-- columns are sealed anew under another key while the row 'resealing' of settings is there, which no other transaction sees.
CREATE OR REPLACE TRIGGER alerts_stay BEFORE UPDATE OR DELETE ON alerts FOR EACH ROW
DECLARE
  allowed NUMBER := 0;
BEGIN
  IF DELETING THEN
    SELECT COUNT(*) INTO allowed FROM calls c JOIN erasures e ON e.patient_id = c.patient_id AND e.results_erased = 1
      WHERE c.id = :OLD.call_id;
  END IF;
  IF UPDATING THEN
    SELECT COUNT(*) INTO allowed FROM settings s
      WHERE s.name = 'resealing' AND :NEW.id = :OLD.id AND :NEW.call_id = :OLD.call_id
       AND :NEW.alert_key = :OLD.alert_key AND :NEW.rule = :OLD.rule AND :NEW.rule_version = :OLD.rule_version
       AND :NEW.ward_id = :OLD.ward_id AND :NEW.raised_at = :OLD.raised_at;
  END IF;
  IF allowed = 0 THEN
    raise_application_error(-20001, 'alerts are append-only');
  END IF;
END;
/

CREATE OR REPLACE TRIGGER alert_events_stay BEFORE UPDATE OR DELETE ON alert_events FOR EACH ROW
DECLARE
  allowed NUMBER := 0;
BEGIN
  IF DELETING THEN
    SELECT COUNT(*) INTO allowed FROM alerts a JOIN calls c ON c.id = a.call_id
      JOIN erasures e ON e.patient_id = c.patient_id AND e.results_erased = 1 WHERE a.id = :OLD.alert_id;
  END IF;
  IF UPDATING THEN
    SELECT COUNT(*) INTO allowed FROM settings s
      WHERE s.name = 'resealing' AND :NEW.id = :OLD.id AND :NEW.alert_id = :OLD.alert_id AND :NEW.seq = :OLD.seq
       AND :NEW.happened_at = :OLD.happened_at AND :NEW.urgency = :OLD.urgency;
  END IF;
  IF allowed = 0 THEN
    raise_application_error(-20001, 'alerts are append-only');
  END IF;
END;
/

CREATE OR REPLACE TRIGGER alert_acknowledgements_stay BEFORE UPDATE OR DELETE ON alert_acknowledgements FOR EACH ROW
DECLARE
  allowed NUMBER := 0;
BEGIN
  IF DELETING THEN
    SELECT COUNT(*) INTO allowed FROM alerts a JOIN calls c ON c.id = a.call_id
      JOIN erasures e ON e.patient_id = c.patient_id AND e.results_erased = 1 WHERE a.id = :OLD.alert_id;
  END IF;
  IF UPDATING THEN
    SELECT COUNT(*) INTO allowed FROM settings s
      WHERE s.name = 'resealing' AND :NEW.id = :OLD.id AND :NEW.alert_id = :OLD.alert_id
       AND :NEW.acknowledged_by = :OLD.acknowledged_by AND :NEW.acknowledged_at = :OLD.acknowledged_at;
  END IF;
  IF allowed = 0 THEN
    raise_application_error(-20001, 'alerts are append-only');
  END IF;
END;
/

CREATE OR REPLACE TRIGGER alert_steps_stay BEFORE UPDATE OR DELETE ON alert_steps FOR EACH ROW
DECLARE
  allowed NUMBER := 0;
BEGIN
  IF DELETING THEN
    SELECT COUNT(*) INTO allowed FROM alerts a JOIN calls c ON c.id = a.call_id
      JOIN erasures e ON e.patient_id = c.patient_id AND e.results_erased = 1 WHERE a.id = :OLD.alert_id;
  END IF;
  IF UPDATING THEN
    SELECT COUNT(*) INTO allowed FROM settings s
      WHERE s.name = 'resealing' AND :NEW.id = :OLD.id AND :NEW.alert_id = :OLD.alert_id AND :NEW.seq = :OLD.seq
       AND :NEW.happened_at = :OLD.happened_at AND :NEW.kind = :OLD.kind;
  END IF;
  IF allowed = 0 THEN
    raise_application_error(-20001, 'alerts are append-only');
  END IF;
END;
/
