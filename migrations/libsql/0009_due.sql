-- Claiming a call, and ending it, wrote it anew in six indexes, of rows that are over too. What is looked up is due, or claimed.

DROP INDEX due_calls_by_time;
DROP INDEX due_calls_of_ward;
DROP INDEX due_calls_urgent;
DROP INDEX due_calls_expiring;
DROP INDEX due_calls_leased;
DROP INDEX due_calls_by_protocol;

CREATE INDEX due_calls_of_ward ON due_calls (state, ward_id, due_at) WHERE state = 'due';
CREATE INDEX due_calls_urgent ON due_calls (state, urgent, due_at) WHERE state = 'due' AND urgent = 1;
CREATE INDEX due_calls_expiring ON due_calls (state, not_after) WHERE state = 'due';
CREATE INDEX due_calls_leased ON due_calls (state, lease_until) WHERE state = 'claimed';
CREATE INDEX due_calls_by_protocol ON due_calls (state, protocol, due_at) WHERE state = 'due';
