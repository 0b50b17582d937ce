-- revision: 0011
-- down_revision: 0010
-- What a workspace works on: departments, projects with members and milestones, and what belongs to a task:
-- comments, what it waits for, hours.

CREATE TABLE workspace_departments (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  lead_id      uuid,
  name         text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  description  text CHECK (char_length(description) <= 2000),
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, id),
  FOREIGN KEY (workspace_id, lead_id) REFERENCES workspace_members (workspace_id, user_id) ON DELETE SET NULL (lead_id)
);
COMMENT ON TABLE workspace_departments IS 'Departments of a workspace; those of the agent catalog are in departments.';
CREATE UNIQUE INDEX workspace_departments_name ON workspace_departments (workspace_id, lower(name));
CREATE INDEX workspace_departments_lead ON workspace_departments (lead_id);

CREATE TABLE projects (
  id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id  uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  department_id uuid,
  owner_id      uuid,
  name          text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  description   text CHECK (char_length(description) <= 20000),
  status        text NOT NULL DEFAULT 'active' CHECK (status IN ('planned', 'active', 'on_hold', 'completed', 'cancelled')),
  starts_on     date,
  due_on        date,
  budget_hours  numeric(8, 2) CHECK (budget_hours >= 0),
  created_at    timestamptz NOT NULL DEFAULT now(),
  updated_at    timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, id),
  FOREIGN KEY (workspace_id, department_id) REFERENCES workspace_departments (workspace_id, id) ON DELETE SET NULL (department_id),
  FOREIGN KEY (workspace_id, owner_id) REFERENCES workspace_members (workspace_id, user_id) ON DELETE SET NULL (owner_id),
  CONSTRAINT projects_dates CHECK (due_on >= starts_on)
);
CREATE UNIQUE INDEX projects_name ON projects (workspace_id, lower(name));
CREATE INDEX projects_department ON projects (department_id);
CREATE INDEX projects_owner ON projects (owner_id);

CREATE TABLE project_members (
  workspace_id uuid NOT NULL,
  project_id   uuid NOT NULL,
  user_id      uuid NOT NULL,
  role         text NOT NULL DEFAULT 'member' CHECK (char_length(role) BETWEEN 1 AND 100),
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (project_id, user_id),
  FOREIGN KEY (workspace_id, project_id) REFERENCES projects (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, user_id) REFERENCES workspace_members (workspace_id, user_id) ON DELETE CASCADE
);
CREATE INDEX project_members_user ON project_members (user_id, workspace_id);

CREATE TABLE milestones (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL,
  project_id   uuid NOT NULL,
  name         text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  due_on       date,
  completed_on date,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, id),
  FOREIGN KEY (workspace_id, project_id) REFERENCES projects (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX milestones_project ON milestones (project_id, due_on);

ALTER TABLE tasks
  ADD COLUMN project_id uuid,
  ADD COLUMN milestone_id uuid,
  ADD COLUMN estimate_hours numeric(6, 2) CHECK (estimate_hours >= 0),
  ADD COLUMN labels text[] NOT NULL DEFAULT '{}' CHECK (cardinality(labels) <= 20),
  ADD CONSTRAINT tasks_project_fkey FOREIGN KEY (workspace_id, project_id) REFERENCES projects (workspace_id, id) ON DELETE CASCADE,
  ADD CONSTRAINT tasks_milestone_fkey FOREIGN KEY (workspace_id, milestone_id) REFERENCES milestones (workspace_id, id)
    ON DELETE SET NULL (milestone_id);
CREATE INDEX tasks_project ON tasks (project_id, status);
CREATE INDEX tasks_milestone ON tasks (milestone_id);
CREATE INDEX tasks_due ON tasks (workspace_id, due_on) WHERE status IN ('todo', 'in_progress');

CREATE TABLE task_comments (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL,
  task_id      uuid NOT NULL,
  author_id    uuid,
  body         text NOT NULL CHECK (char_length(body) BETWEEN 1 AND 20000),
  created_at   timestamptz NOT NULL DEFAULT now(),
  FOREIGN KEY (workspace_id, task_id) REFERENCES tasks (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, author_id) REFERENCES workspace_members (workspace_id, user_id) ON DELETE SET NULL (author_id)
);
CREATE INDEX task_comments_task ON task_comments (task_id, created_at);
CREATE INDEX task_comments_author ON task_comments (author_id);

CREATE TABLE task_dependencies (
  workspace_id  uuid NOT NULL,
  task_id       uuid NOT NULL,
  waits_for_id  uuid NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (task_id, waits_for_id),
  FOREIGN KEY (workspace_id, task_id) REFERENCES tasks (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, waits_for_id) REFERENCES tasks (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT task_dependencies_self CHECK (task_id <> waits_for_id)
);
CREATE INDEX task_dependencies_reverse ON task_dependencies (waits_for_id);

CREATE TABLE time_entries (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL,
  task_id      uuid NOT NULL,
  user_id      uuid NOT NULL,
  day          date NOT NULL,
  hours        numeric(4, 2) NOT NULL CHECK (hours > 0 AND hours <= 24),
  note         text CHECK (char_length(note) <= 2000),
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  FOREIGN KEY (workspace_id, task_id) REFERENCES tasks (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, user_id) REFERENCES workspace_members (workspace_id, user_id) ON DELETE CASCADE
);
CREATE INDEX time_entries_task ON time_entries (task_id);
CREATE INDEX time_entries_user ON time_entries (user_id, day);
CREATE INDEX time_entries_day ON time_entries (workspace_id, day);

CREATE TRIGGER touch BEFORE UPDATE ON workspace_departments FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON projects FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON milestones FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON time_entries FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();

GRANT SELECT, INSERT, UPDATE, DELETE ON workspace_departments, projects, project_members, milestones, task_comments,
  task_dependencies, time_entries TO switchboard_app;

ALTER TABLE workspace_departments ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON workspace_departments TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON workspace_departments TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE projects ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON projects TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON projects TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE project_members ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON project_members TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON project_members TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE milestones ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON milestones TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON milestones TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE task_comments ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON task_comments TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON task_comments TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE task_dependencies ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON task_dependencies TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON task_dependencies TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE time_entries ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON time_entries TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON time_entries TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));
