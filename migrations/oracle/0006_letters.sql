-- Whom a refused message names, so that it goes with the patient.

-- By a keyed hash that no rotation changes: the patient need not have a record here, and the number itself is sealed in the message.
CREATE TABLE letter_patients (
  letter_id VARCHAR2(36 CHAR) NOT NULL REFERENCES dead_letters (id),
  patient_index VARCHAR2(40 CHAR) NOT NULL,
  PRIMARY KEY (letter_id, patient_index)
);
CREATE INDEX letter_patients_by_patient ON letter_patients (patient_index);
