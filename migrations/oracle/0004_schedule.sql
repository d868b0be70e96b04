-- What the schedule needs of a due call: which one it is, how far its attempts are, and which daemon holds it.

ALTER TABLE due_calls ADD (
  day NUMBER(10),
  urgent NUMBER(1) DEFAULT 0 NOT NULL CHECK (urgent IN (0, 1)),
  by_hand NUMBER(1) DEFAULT 0 NOT NULL CHECK (by_hand IN (0, 1)),
  attempts NUMBER(10) DEFAULT 0 NOT NULL,
  phone NUMBER(10) DEFAULT 0 NOT NULL,
  lease VARCHAR2(440 CHAR),
  lease_until TIMESTAMP(3) WITH TIME ZONE
);

CREATE INDEX due_calls_of_ward ON due_calls (state, ward_id, due_at);
CREATE INDEX due_calls_urgent ON due_calls (state, urgent, due_at);
CREATE INDEX due_calls_expiring ON due_calls (state, not_after);
CREATE INDEX due_calls_leased ON due_calls (state, lease_until);

-- When the patient wishes to be rung.
ALTER TABLE patients ADD (preferences CLOB); -- sealed

CREATE INDEX due_calls_by_protocol ON due_calls (state, protocol, due_at);

-- Calls of a ward, or of all ('*'), that are not begun meanwhile.
CREATE TABLE pauses (
  ward_id VARCHAR2(36 CHAR) NOT NULL PRIMARY KEY,
  paused_at TIMESTAMP(3) WITH TIME ZONE NOT NULL
);

-- Every process that holds calls says now and then that it lives: how another machine tells the living from the dead.
CREATE TABLE daemons (
  mark VARCHAR2(400 CHAR) NOT NULL PRIMARY KEY,
  seen_at TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
