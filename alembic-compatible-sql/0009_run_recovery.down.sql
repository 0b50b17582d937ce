-- revision: 0009
-- down_revision: 0008

DROP FUNCTION app.abandon_runs_of(text);
DROP FUNCTION app.abandon_run(uuid, text, text);
