-- Who else is this person: asked before every attempt, among every patient.

CREATE INDEX patients_by_merged_into ON patients (merged_into);
