-- revision: 0015
-- down_revision: 0014
-- Where a workspace wants to get: goals with their progress, key figures with their values, and plans for the owners'
-- exit with valuations. Members share goals and key figures; exit plans are seen by owners and admins alone.

CREATE TABLE goals (
  id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id  uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  parent_id     uuid,
  owner_id      uuid,
  name          text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  description   text CHECK (char_length(description) <= 20000),
  unit          text NOT NULL DEFAULT 'percent' CHECK (char_length(unit) BETWEEN 1 AND 30),
  start_value   numeric(18, 4) NOT NULL DEFAULT 0,
  current_value numeric(18, 4) NOT NULL DEFAULT 0,
  target_value  numeric(18, 4) NOT NULL DEFAULT 100,
  starts_on     date NOT NULL DEFAULT current_date,
  due_on        date,
  status        text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'achieved', 'dropped')),
  closed_on     date,
  created_at    timestamptz NOT NULL DEFAULT now(),
  updated_at    timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, id),
  CONSTRAINT goals_way_to_go CHECK (target_value <> start_value),
  CONSTRAINT goals_due_after_start CHECK (due_on >= starts_on),
  CONSTRAINT goals_closed CHECK ((status = 'active') = (closed_on IS NULL)),
  CONSTRAINT goals_not_its_own_part CHECK (parent_id <> id),
  FOREIGN KEY (workspace_id, parent_id) REFERENCES goals (workspace_id, id) ON DELETE SET NULL (parent_id),
  FOREIGN KEY (workspace_id, owner_id) REFERENCES workspace_members (workspace_id, user_id) ON DELETE SET NULL (owner_id)
);
COMMENT ON COLUMN goals.start_value IS 'Where it began; a goal may go down, like a churn rate.';
CREATE INDEX goals_open ON goals (workspace_id, status, due_on);
CREATE INDEX goals_parent ON goals (parent_id);
CREATE INDEX goals_owner ON goals (owner_id);

CREATE TABLE goal_updates (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL,
  goal_id      uuid NOT NULL,
  user_id      uuid,
  value        numeric(18, 4) NOT NULL,
  note         text CHECK (char_length(note) <= 2000),
  created_at   timestamptz NOT NULL DEFAULT now(),
  FOREIGN KEY (workspace_id, goal_id) REFERENCES goals (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, user_id) REFERENCES workspace_members (workspace_id, user_id) ON DELETE SET NULL (user_id)
);
CREATE INDEX goal_updates_goal ON goal_updates (goal_id, created_at DESC);
CREATE INDEX goal_updates_user ON goal_updates (user_id);

CREATE TABLE kpis (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  goal_id      uuid,
  owner_id     uuid,
  name         text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  description  text CHECK (char_length(description) <= 2000),
  unit         text NOT NULL DEFAULT 'count' CHECK (char_length(unit) BETWEEN 1 AND 30),
  better       text NOT NULL DEFAULT 'higher' CHECK (better IN ('higher', 'lower')),
  target       numeric(18, 4),
  frequency    text NOT NULL DEFAULT 'month' CHECK (frequency IN ('day', 'week', 'month', 'quarter')),
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, id),
  FOREIGN KEY (workspace_id, goal_id) REFERENCES goals (workspace_id, id) ON DELETE SET NULL (goal_id),
  FOREIGN KEY (workspace_id, owner_id) REFERENCES workspace_members (workspace_id, user_id) ON DELETE SET NULL (owner_id)
);
COMMENT ON TABLE kpis IS 'A key figure: what is measured, how often, and where it should be.';
CREATE UNIQUE INDEX kpis_name ON kpis (workspace_id, lower(name));
CREATE INDEX kpis_goal ON kpis (goal_id);
CREATE INDEX kpis_owner ON kpis (owner_id);

CREATE TABLE kpi_values (
  workspace_id uuid NOT NULL,
  kpi_id       uuid NOT NULL,
  measured_on  date NOT NULL,
  user_id      uuid,
  value        numeric(18, 4) NOT NULL,
  note         text CHECK (char_length(note) <= 2000),
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (kpi_id, measured_on),
  FOREIGN KEY (workspace_id, kpi_id) REFERENCES kpis (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, user_id) REFERENCES workspace_members (workspace_id, user_id) ON DELETE SET NULL (user_id)
);
COMMENT ON TABLE kpi_values IS 'One value a day at most: measuring again on a day replaces it.';
CREATE INDEX kpi_values_user ON kpi_values (user_id);

CREATE TABLE exit_plans (
  id               uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id     uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  owner_id         uuid,
  name             text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  kind             text NOT NULL CHECK (kind IN ('sale', 'merger', 'management_buyout', 'succession', 'ipo', 'wind_down')),
  status           text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'preparing', 'in_talks', 'closed', 'dropped')),
  target_date      date,
  target_valuation numeric(18, 2) CHECK (target_valuation >= 0),
  currency         text NOT NULL DEFAULT 'USD' CHECK (currency ~ '^[A-Z]{3}$'),
  notes            text CHECK (char_length(notes) <= 20000),
  created_at       timestamptz NOT NULL DEFAULT now(),
  updated_at       timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, id),
  FOREIGN KEY (workspace_id, owner_id) REFERENCES workspace_members (workspace_id, user_id) ON DELETE SET NULL (owner_id)
);
CREATE UNIQUE INDEX exit_plans_name ON exit_plans (workspace_id, lower(name));
CREATE INDEX exit_plans_owner ON exit_plans (owner_id);

CREATE TABLE exit_plan_steps (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL,
  exit_plan_id uuid NOT NULL,
  owner_id     uuid,
  title        text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 300),
  due_on       date,
  done_on      date,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  FOREIGN KEY (workspace_id, exit_plan_id) REFERENCES exit_plans (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, owner_id) REFERENCES workspace_members (workspace_id, user_id) ON DELETE SET NULL (owner_id)
);
CREATE INDEX exit_plan_steps_plan ON exit_plan_steps (exit_plan_id, due_on);
CREATE INDEX exit_plan_steps_owner ON exit_plan_steps (owner_id);

CREATE TABLE valuations (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  valued_on    date NOT NULL,
  amount       numeric(18, 2) NOT NULL CHECK (amount >= 0),
  currency     text NOT NULL DEFAULT 'USD' CHECK (currency ~ '^[A-Z]{3}$'),
  method       text NOT NULL CHECK (method IN ('revenue_multiple', 'earnings_multiple', 'discounted_cash_flow', 'assets', 'offer', 'other')),
  note         text CHECK (char_length(note) <= 2000),
  created_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, valued_on, method)
);
COMMENT ON TABLE valuations IS 'What the business was worth on a day, and by which method.';

CREATE TRIGGER touch BEFORE UPDATE ON goals FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON kpis FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON exit_plans FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON exit_plan_steps FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();

GRANT SELECT, INSERT, UPDATE, DELETE ON goals, kpis, kpi_values, exit_plans, exit_plan_steps, valuations TO switchboard_app;
GRANT SELECT, INSERT ON goal_updates TO switchboard_app;

ALTER TABLE goals ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON goals TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON goals TO switchboard_app USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE goal_updates ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON goal_updates TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON goal_updates TO switchboard_app USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE kpis ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON kpis TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON kpis TO switchboard_app USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE kpi_values ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON kpi_values TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON kpi_values TO switchboard_app USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE exit_plans ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON exit_plans TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY admins_all ON exit_plans TO switchboard_app USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids_as('owner', 'admin'))));

ALTER TABLE exit_plan_steps ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON exit_plan_steps TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY admins_all ON exit_plan_steps TO switchboard_app USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids_as('owner', 'admin'))));

ALTER TABLE valuations ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON valuations TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY admins_all ON valuations TO switchboard_app USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids_as('owner', 'admin'))));
