-- revision: 0005
-- down_revision: 0004

ALTER TABLE agent_runs
  DROP CONSTRAINT agent_runs_user_message_fkey,
  DROP CONSTRAINT agent_runs_assistant_message_fkey;
DROP TABLE agent_run_events;
DROP TABLE agent_messages;
DROP TABLE agent_runs;
DROP TABLE agent_conversations;
