-- What other systems call patients and stays, and the messages they sent: those that are done, those that wait for a person.

CREATE TABLE external_ids (
  id TEXT PRIMARY KEY NOT NULL,
  patient_id TEXT NOT NULL REFERENCES patients (id),
  encounter_id TEXT REFERENCES encounters (id), -- of a stay
  external_number TEXT NOT NULL, -- sealed
  number_index TEXT NOT NULL CONSTRAINT external_ids_once UNIQUE
);
CREATE INDEX external_ids_by_patient ON external_ids (patient_id);
CREATE INDEX external_ids_by_encounter ON external_ids (encounter_id);

-- The discharge was cancelled: the patient is still there.
ALTER TABLE encounters ADD COLUMN cancelled_at INTEGER;
-- Which admission readmitted the patient: what cancels that one undoes it.
ALTER TABLE patients ADD COLUMN readmission_index TEXT;
-- The record under which this one goes on.
ALTER TABLE patients ADD COLUMN merged_into TEXT;
CREATE INDEX due_calls_by_encounter ON due_calls (encounter_id);

-- Messages that were done: sent again, they are acknowledged again.
CREATE TABLE hl7_done (
  message_index TEXT PRIMARY KEY NOT NULL,
  done_at INTEGER NOT NULL
);
CREATE INDEX hl7_done_by_time ON hl7_done (done_at);

-- Messages that were refused, for a person to look at and to replay.
CREATE TABLE dead_letters (
  id TEXT PRIMARY KEY NOT NULL,
  message_index TEXT NOT NULL CONSTRAINT dead_letters_once UNIQUE,
  stay_index TEXT,
  sender TEXT,
  control_id TEXT,
  message_type TEXT,
  acknowledgement TEXT,
  failure TEXT NOT NULL,
  facts TEXT NOT NULL,
  content TEXT NOT NULL, -- sealed
  times INTEGER NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  settled_at INTEGER,
  settled TEXT CHECK (settled IN ('replayed', 'resent', 'discarded', 'cancelled'))
);
CREATE INDEX dead_letters_by_state ON dead_letters (settled_at, last_at);
CREATE INDEX dead_letters_by_stay ON dead_letters (stay_index);
