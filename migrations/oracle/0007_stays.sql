-- A rotation of keys changes sealed columns alone, as on the embedded database: nothing beside them, and none appears or goes.

-- Of an entry's facts, which are a CLOB and compare with nothing in SQL, the chain's hash tells a change.
CREATE OR REPLACE TRIGGER audit_entries_stay BEFORE UPDATE OR DELETE ON audit_entries FOR EACH ROW
DECLARE
  allowed NUMBER := 0;
BEGIN
  IF UPDATING THEN
    SELECT COUNT(*) INTO allowed FROM settings s
      WHERE s.name = 'resealing'
       AND :NEW.seq = :OLD.seq AND :NEW.hash = :OLD.hash AND :NEW.happened_at = :OLD.happened_at
       AND :NEW.actor = :OLD.actor AND :NEW.actor_role = :OLD.actor_role AND :NEW.origin = :OLD.origin
       AND :NEW.action = :OLD.action
       AND (:NEW.correlation_id = :OLD.correlation_id OR :NEW.correlation_id IS NULL AND :OLD.correlation_id IS NULL)
       AND (:NEW.patient_id = :OLD.patient_id OR :NEW.patient_id IS NULL AND :OLD.patient_id IS NULL)
       AND (:NEW.subject_id = :OLD.subject_id OR :NEW.subject_id IS NULL AND :OLD.subject_id IS NULL)
       AND (:NEW.facts IS NULL AND :OLD.facts IS NULL OR :NEW.facts IS NOT NULL AND :OLD.facts IS NOT NULL)
       AND (:NEW.reason IS NULL AND :OLD.reason IS NULL OR :NEW.reason IS NOT NULL AND :OLD.reason IS NOT NULL);
  END IF;
  IF allowed = 0 THEN
    raise_application_error(-20001, 'the audit is append-only');
  END IF;
END;
/

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
      WHERE s.name = 'resealing'
       AND :NEW.id = :OLD.id AND :NEW.call_id = :OLD.call_id AND :NEW.alert_key = :OLD.alert_key
       AND :NEW.rule = :OLD.rule AND :NEW.rule_version = :OLD.rule_version AND :NEW.ward_id = :OLD.ward_id
       AND :NEW.raised_at = :OLD.raised_at
       AND (:NEW.link_id = :OLD.link_id OR :NEW.link_id IS NULL AND :OLD.link_id IS NULL)
       AND (:NEW.confidence = :OLD.confidence OR :NEW.confidence IS NULL AND :OLD.confidence IS NULL)
       AND (:NEW.at_ms = :OLD.at_ms OR :NEW.at_ms IS NULL AND :OLD.at_ms IS NULL)
       AND (:NEW.question IS NULL AND :OLD.question IS NULL OR :NEW.question IS NOT NULL AND :OLD.question IS NOT NULL)
       AND (:NEW.words IS NULL AND :OLD.words IS NULL OR :NEW.words IS NOT NULL AND :OLD.words IS NOT NULL);
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
      WHERE s.name = 'resealing'
       AND :NEW.id = :OLD.id AND :NEW.alert_id = :OLD.alert_id AND :NEW.seq = :OLD.seq
       AND :NEW.happened_at = :OLD.happened_at AND :NEW.urgency = :OLD.urgency
       AND (:NEW.confirmation = :OLD.confirmation OR :NEW.confirmation IS NULL AND :OLD.confirmation IS NULL)
       AND (:NEW.recording_second = :OLD.recording_second OR :NEW.recording_second IS NULL AND :OLD.recording_second IS NULL)
       AND (:NEW.words IS NULL AND :OLD.words IS NULL OR :NEW.words IS NOT NULL AND :OLD.words IS NOT NULL);
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
      WHERE s.name = 'resealing'
       AND :NEW.id = :OLD.id AND :NEW.alert_id = :OLD.alert_id AND :NEW.acknowledged_by = :OLD.acknowledged_by
       AND :NEW.acknowledged_at = :OLD.acknowledged_at
       AND (:NEW.note IS NULL AND :OLD.note IS NULL OR :NEW.note IS NOT NULL AND :OLD.note IS NOT NULL);
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
      WHERE s.name = 'resealing'
       AND :NEW.id = :OLD.id AND :NEW.alert_id = :OLD.alert_id AND :NEW.seq = :OLD.seq
       AND :NEW.happened_at = :OLD.happened_at AND :NEW.kind = :OLD.kind
       AND (:NEW.nurse_number IS NULL AND :OLD.nurse_number IS NULL OR :NEW.nurse_number IS NOT NULL AND :OLD.nurse_number IS NOT NULL);
  END IF;
  IF allowed = 0 THEN
    raise_application_error(-20001, 'alerts are append-only');
  END IF;
END;
/
