-- revision: 0022
-- down_revision: 0021

DELETE FROM agent_rules WHERE agent_id IS NULL;
ALTER TABLE agent_rules ALTER COLUMN agent_id SET NOT NULL;
COMMENT ON COLUMN agent_rules.agent_id IS NULL;

DROP TRIGGER bound ON agent_memories;
DROP FUNCTION app.bound_memories();
ALTER TABLE agent_memories DROP CONSTRAINT agent_memories_path_check;
ALTER TABLE agent_memories ADD CONSTRAINT agent_memories_path_check CHECK (
  char_length(path) BETWEEN 2 AND 255 AND path LIKE '/%' AND path !~ '(^|/)\.{1,2}(/|$)' AND path !~ '//' AND path !~ '/$');
