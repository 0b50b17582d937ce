-- revision: 0016
-- down_revision: 0015
-- Checklists that agents and people work through together: a workflow names the steps, and each time that it is
-- started its steps are copied, so that changing it later does not change what is under way.

CREATE TABLE agent_workflows (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  created_by   uuid,
  name         text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  description  text CHECK (char_length(description) <= 2000),
  steps        text[] NOT NULL CHECK (cardinality(steps) BETWEEN 1 AND 50 AND array_position(steps, NULL) IS NULL),
  is_active    boolean NOT NULL DEFAULT true,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, id),
  FOREIGN KEY (workspace_id, created_by) REFERENCES workspace_members (workspace_id, user_id) ON DELETE SET NULL (created_by)
);
CREATE UNIQUE INDEX agent_workflows_name ON agent_workflows (workspace_id, lower(name));
CREATE INDEX agent_workflows_created_by ON agent_workflows (created_by);

CREATE TABLE agent_workflow_runs (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL,
  workflow_id  uuid NOT NULL,
  started_by   uuid,
  agent_id     uuid,
  subject      text NOT NULL CHECK (char_length(subject) BETWEEN 1 AND 300),
  status       text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'done', 'cancelled')),
  finished_at  timestamptz,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, id),
  CHECK ((status = 'running') = (finished_at IS NULL)),
  FOREIGN KEY (workspace_id, workflow_id) REFERENCES agent_workflows (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, started_by) REFERENCES workspace_members (workspace_id, user_id) ON DELETE SET NULL (started_by),
  FOREIGN KEY (workspace_id, agent_id) REFERENCES agents (workspace_id, id) ON DELETE SET NULL (agent_id)
);
CREATE INDEX agent_workflow_runs_workflow ON agent_workflow_runs (workflow_id, created_at DESC);
CREATE INDEX agent_workflow_runs_started_by ON agent_workflow_runs (started_by);
CREATE INDEX agent_workflow_runs_agent ON agent_workflow_runs (agent_id);

CREATE TABLE agent_workflow_steps (
  workspace_id uuid NOT NULL,
  run_id       uuid NOT NULL,
  position     integer NOT NULL CHECK (position >= 1),
  done_by      uuid,
  title        text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 300),
  note         text CHECK (char_length(note) <= 4000),
  done_at      timestamptz,
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (run_id, position),
  FOREIGN KEY (workspace_id, run_id) REFERENCES agent_workflow_runs (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, done_by) REFERENCES workspace_members (workspace_id, user_id) ON DELETE SET NULL (done_by)
);
CREATE INDEX agent_workflow_steps_done_by ON agent_workflow_steps (done_by);

-- A run's steps are those of its workflow at this moment.
CREATE FUNCTION app.copy_workflow_steps() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO public.agent_workflow_steps (workspace_id, run_id, position, title)
  SELECT NEW.workspace_id, NEW.id, s.position, left(s.title, 300)
    FROM public.agent_workflows w, unnest(w.steps) WITH ORDINALITY s (title, position)
   WHERE w.workspace_id = NEW.workspace_id AND w.id = NEW.workflow_id;
  RETURN NULL;
END $$;

-- A run is done when its last step is.
CREATE FUNCTION app.finish_workflow_run() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  UPDATE public.agent_workflow_runs r SET status = 'done', finished_at = now()
   WHERE r.workspace_id = NEW.workspace_id AND r.id = NEW.run_id AND r.status = 'running'
     AND NOT EXISTS (SELECT FROM public.agent_workflow_steps s WHERE s.run_id = r.id AND s.done_at IS NULL);
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.copy_workflow_steps(), app.finish_workflow_run() FROM PUBLIC;

CREATE TRIGGER copy_steps AFTER INSERT ON agent_workflow_runs FOR EACH ROW EXECUTE FUNCTION app.copy_workflow_steps();
CREATE TRIGGER finish_run AFTER UPDATE OF done_at ON agent_workflow_steps
  FOR EACH ROW WHEN (NEW.done_at IS NOT NULL) EXECUTE FUNCTION app.finish_workflow_run();
CREATE TRIGGER touch BEFORE UPDATE ON agent_workflows FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON agent_workflow_runs FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();

GRANT SELECT, INSERT, UPDATE, DELETE ON agent_workflows TO switchboard_app;
GRANT SELECT, INSERT, UPDATE (status, finished_at) ON agent_workflow_runs TO switchboard_app;
GRANT SELECT, UPDATE (note, done_by, done_at) ON agent_workflow_steps TO switchboard_app;

ALTER TABLE agent_workflows ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON agent_workflows TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON agent_workflows TO switchboard_app USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE agent_workflow_runs ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON agent_workflow_runs TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON agent_workflow_runs TO switchboard_app USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE agent_workflow_steps ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON agent_workflow_steps TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON agent_workflow_steps TO switchboard_app USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));
