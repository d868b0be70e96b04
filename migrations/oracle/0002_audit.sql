-- Who saw and changed what, in a chain; more that is sealed. (What lets alerts be sealed anew is in the triggers of 0003.)

ALTER TABLE patients ADD (
  national_number CLOB, -- sealed
  national_number_index VARCHAR2(40 CHAR),
  address CLOB, -- sealed
  note CLOB -- sealed
);
CREATE INDEX patients_by_national_number ON patients (national_number_index);

-- Each entry's hash holds the one before it. The head says how many there are: the end cannot be cut off in silence.
CREATE TABLE audit_entries (
  seq NUMBER(15) NOT NULL PRIMARY KEY,
  happened_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  actor VARCHAR2(400 CHAR) NOT NULL,
  actor_role VARCHAR2(40 CHAR) NOT NULL,
  origin VARCHAR2(400 CHAR) NOT NULL,
  correlation_id VARCHAR2(200 CHAR),
  action VARCHAR2(40 CHAR) NOT NULL,
  patient_id VARCHAR2(36 CHAR),
  subject_id VARCHAR2(400 CHAR),
  facts CLOB,
  reason CLOB, -- sealed
  hash VARCHAR2(64 CHAR) NOT NULL
);
CREATE INDEX audit_entries_by_patient ON audit_entries (patient_id, seq);

CREATE TABLE audit_head (
  id VARCHAR2(40 CHAR) NOT NULL PRIMARY KEY,
  seq NUMBER(15) NOT NULL,
  hash VARCHAR2(64 CHAR) NOT NULL
);
INSERT INTO audit_head (id, seq, hash) VALUES ('head', 0, '0');

-- The row 'resealing' of settings is there only inside a transaction that seals values anew. A change of anything else than a
-- sealed reason would show in the chain as well.
CREATE OR REPLACE TRIGGER audit_entries_stay BEFORE UPDATE OR DELETE ON audit_entries FOR EACH ROW
DECLARE
  resealing NUMBER := 0;
BEGIN
  IF UPDATING THEN
    SELECT COUNT(*) INTO resealing FROM settings s
      WHERE s.name = 'resealing' AND :NEW.seq = :OLD.seq AND :NEW.hash = :OLD.hash;
  END IF;
  IF resealing = 0 THEN
    raise_application_error(-20001, 'the audit is append-only');
  END IF;
END;
/

CREATE OR REPLACE TRIGGER audit_head_rises BEFORE UPDATE OR DELETE ON audit_head FOR EACH ROW
DECLARE
  risen NUMBER := 0;
BEGIN
  IF UPDATING THEN
    IF :NEW.seq >= :OLD.seq THEN
      risen := 1;
    END IF;
  END IF;
  IF risen = 0 THEN
    raise_application_error(-20001, 'the audit is append-only');
  END IF;
END;
/
