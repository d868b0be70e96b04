-- What other systems call patients and stays, and the messages they sent: those that are done, those that wait for a person.

CREATE TABLE external_ids (
  id VARCHAR2(36 CHAR) NOT NULL PRIMARY KEY,
  patient_id VARCHAR2(36 CHAR) NOT NULL REFERENCES patients (id),
  encounter_id VARCHAR2(36 CHAR) REFERENCES encounters (id), -- of a stay
  external_number CLOB NOT NULL, -- sealed
  number_index VARCHAR2(40 CHAR) NOT NULL CONSTRAINT external_ids_once UNIQUE
);
CREATE INDEX external_ids_by_patient ON external_ids (patient_id);
CREATE INDEX external_ids_by_encounter ON external_ids (encounter_id);

-- The discharge was cancelled: the patient is still there.
ALTER TABLE encounters ADD (cancelled_at TIMESTAMP(3) WITH TIME ZONE);
-- Which admission readmitted the patient: what cancels that one undoes it.
-- The record under which this one goes on.
ALTER TABLE patients ADD (
  readmission_index VARCHAR2(40 CHAR),
  merged_into VARCHAR2(36 CHAR)
);
CREATE INDEX due_calls_by_encounter ON due_calls (encounter_id);

-- Messages that were done: sent again, they are acknowledged again.
CREATE TABLE hl7_done (
  message_index VARCHAR2(40 CHAR) NOT NULL PRIMARY KEY,
  done_at TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
CREATE INDEX hl7_done_by_time ON hl7_done (done_at);

-- Messages that were refused, for a person to look at and to replay.
CREATE TABLE dead_letters (
  id VARCHAR2(36 CHAR) NOT NULL PRIMARY KEY,
  message_index VARCHAR2(40 CHAR) NOT NULL CONSTRAINT dead_letters_once UNIQUE,
  stay_index VARCHAR2(40 CHAR),
  sender VARCHAR2(400 CHAR),
  control_id VARCHAR2(200 CHAR),
  message_type VARCHAR2(40 CHAR),
  acknowledgement VARCHAR2(40 CHAR),
  failure VARCHAR2(40 CHAR) NOT NULL,
  facts VARCHAR2(4000 CHAR) NOT NULL,
  content CLOB NOT NULL, -- sealed
  times NUMBER(10) NOT NULL,
  first_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  last_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  settled_at TIMESTAMP(3) WITH TIME ZONE,
  settled VARCHAR2(40 CHAR) CHECK (settled IN ('replayed', 'resent', 'discarded', 'cancelled'))
);
CREATE INDEX dead_letters_by_state ON dead_letters (settled_at, last_at);
CREATE INDEX dead_letters_by_stay ON dead_letters (stay_index);
