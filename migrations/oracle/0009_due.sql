-- Nothing is looked up by it: each claim, and each end of a call, wrote it all the same.

DROP INDEX due_calls_by_time;
