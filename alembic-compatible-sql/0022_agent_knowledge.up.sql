-- revision: 0022
-- down_revision: 0021
-- What shapes an agent: memories have one spelling for each path and are bounded in number; a rule without an agent is
-- for all of them.

UPDATE agent_memories
   SET path = normalize(regexp_replace(path, '[\u0001-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]', '_', 'g'), NFC)
 WHERE path IS NOT NFC NORMALIZED OR path ~ '[\u0001-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]';
ALTER TABLE agent_memories DROP CONSTRAINT agent_memories_path_check;
ALTER TABLE agent_memories ADD CONSTRAINT agent_memories_path_check CHECK (
  char_length(path) BETWEEN 2 AND 255 AND path LIKE '/%' AND path !~ '(^|/)\.{1,2}(/|$)' AND path !~ '//' AND path !~ '/$'
  AND path IS NFC NORMALIZED AND path !~ '[\u0001-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]');

-- The lock makes two writers of one agent count one after the other.
CREATE FUNCTION app.bound_memories() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('agent_memories/' || NEW.agent_id, 0));
  IF (SELECT count(*) FROM public.agent_memories m WHERE m.agent_id = NEW.agent_id) >= 1000
     AND NOT EXISTS (SELECT FROM public.agent_memories m WHERE m.agent_id = NEW.agent_id AND m.path = NEW.path) THEN
    RAISE EXCEPTION 'an agent keeps at most 1000 memories'
      USING ERRCODE = 'check_violation', TABLE = 'agent_memories', CONSTRAINT = 'agent_memories_count';
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION app.bound_memories() FROM PUBLIC;
CREATE TRIGGER bound BEFORE INSERT ON agent_memories FOR EACH ROW EXECUTE FUNCTION app.bound_memories();

ALTER TABLE agent_rules ALTER COLUMN agent_id DROP NOT NULL;
COMMENT ON COLUMN agent_rules.agent_id IS 'NULL: the rule is for every agent.';
