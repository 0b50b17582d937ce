-- revision: 0010
-- down_revision: 0009
-- Whom a workspace sells to: companies, contacts, leads, deals on their way through a pipeline, and what was done
-- about them. Members share all of it.

-- A member by what people call them: "me", a full name or an e-mail address. Its refusals are meant to be read.
CREATE FUNCTION app.find_member(p_workspace_id uuid, p_who text) RETURNS uuid
  LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_ids uuid[];
BEGIN
  IF p_who IS NULL OR lower(p_who) = 'me' THEN
    RETURN CASE WHEN p_who IS NOT NULL THEN app.current_user_id() END;
  END IF;
  SELECT array_agg(p.id) INTO v_ids
    FROM public.workspace_members m JOIN public.profiles p ON p.id = m.user_id
   WHERE m.workspace_id = p_workspace_id
     AND (lower(p.full_name) = lower(p_who) OR lower(p.email) = lower(p_who) OR p.id::text = lower(p_who));
  IF v_ids IS NULL THEN
    RAISE EXCEPTION 'Nobody in this workspace is called "%". Give a member''s full name or e-mail address, or "me".', left(p_who, 100);
  ELSIF cardinality(v_ids) > 1 THEN
    RAISE EXCEPTION 'More than one member is called "%". Give the e-mail address.', left(p_who, 100);
  END IF;
  RETURN v_ids[1];
END $$;

CREATE TABLE companies (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  name         text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  domain       text CHECK (char_length(domain) <= 200),
  industry     text CHECK (char_length(industry) <= 100),
  employees    integer CHECK (employees >= 0),
  notes        text CHECK (char_length(notes) <= 20000),
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, id)
);
CREATE UNIQUE INDEX companies_name ON companies (workspace_id, lower(name));

CREATE TABLE contacts (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  company_id   uuid,
  owner_id     uuid,
  full_name    text NOT NULL CHECK (char_length(full_name) BETWEEN 1 AND 200),
  email        text CHECK (char_length(email) BETWEEN 3 AND 320 AND strpos(email, '@') > 1),
  phone        text CHECK (char_length(phone) BETWEEN 3 AND 40),
  job_title    text CHECK (char_length(job_title) <= 200),
  tags         text[] NOT NULL DEFAULT '{}' CHECK (cardinality(tags) <= 50),
  notes        text CHECK (char_length(notes) <= 20000),
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, id),
  FOREIGN KEY (workspace_id, company_id) REFERENCES companies (workspace_id, id) ON DELETE SET NULL (company_id),
  FOREIGN KEY (workspace_id, owner_id) REFERENCES workspace_members (workspace_id, user_id) ON DELETE SET NULL (owner_id)
);
CREATE UNIQUE INDEX contacts_email ON contacts (workspace_id, lower(email));
CREATE INDEX contacts_name ON contacts (workspace_id, lower(full_name));
CREATE INDEX contacts_company ON contacts (company_id);
CREATE INDEX contacts_owner ON contacts (owner_id);
CREATE INDEX contacts_tags ON contacts USING gin (tags);

CREATE TABLE pipelines (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  name         text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, id)
);
CREATE UNIQUE INDEX pipelines_name ON pipelines (workspace_id, lower(name));

CREATE TABLE pipeline_stages (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL,
  pipeline_id  uuid NOT NULL,
  name         text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  position     integer NOT NULL CHECK (position >= 1),
  probability  integer NOT NULL DEFAULT 50 CHECK (probability BETWEEN 0 AND 100),
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, pipeline_id, id),
  FOREIGN KEY (workspace_id, pipeline_id) REFERENCES pipelines (workspace_id, id) ON DELETE CASCADE
);
COMMENT ON COLUMN pipeline_stages.probability IS 'How likely a deal in this stage is won, in percent; it weighs forecasts.';
CREATE UNIQUE INDEX pipeline_stages_name ON pipeline_stages (pipeline_id, lower(name));

CREATE TABLE deals (
  id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id   uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  pipeline_id    uuid NOT NULL,
  stage_id       uuid NOT NULL,
  contact_id     uuid,
  company_id     uuid,
  owner_id       uuid,
  title          text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 300),
  value          numeric(14, 2) NOT NULL DEFAULT 0 CHECK (value >= 0),
  currency       text NOT NULL DEFAULT 'USD' CHECK (currency ~ '^[A-Z]{3}$'),
  status         text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'won', 'lost')),
  expected_close date,
  closed_on      date,
  lost_reason    text CHECK (char_length(lost_reason) <= 500),
  notes          text CHECK (char_length(notes) <= 20000),
  stage_since    timestamptz NOT NULL DEFAULT now(),
  created_at     timestamptz NOT NULL DEFAULT now(),
  updated_at     timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, id),
  FOREIGN KEY (workspace_id, pipeline_id, stage_id) REFERENCES pipeline_stages (workspace_id, pipeline_id, id),
  FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE SET NULL (contact_id),
  FOREIGN KEY (workspace_id, company_id) REFERENCES companies (workspace_id, id) ON DELETE SET NULL (company_id),
  FOREIGN KEY (workspace_id, owner_id) REFERENCES workspace_members (workspace_id, user_id) ON DELETE SET NULL (owner_id),
  CHECK ((status = 'open') = (closed_on IS NULL))
);
CREATE INDEX deals_status ON deals (workspace_id, status, expected_close);
CREATE INDEX deals_stage ON deals (stage_id);
CREATE INDEX deals_contact ON deals (contact_id);
CREATE INDEX deals_company ON deals (company_id);
CREATE INDEX deals_owner ON deals (owner_id);

CREATE TABLE leads (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  contact_id   uuid,
  owner_id     uuid,
  full_name    text NOT NULL CHECK (char_length(full_name) BETWEEN 1 AND 200),
  company      text CHECK (char_length(company) <= 200),
  email        text CHECK (char_length(email) BETWEEN 3 AND 320 AND strpos(email, '@') > 1),
  phone        text CHECK (char_length(phone) BETWEEN 3 AND 40),
  source       text NOT NULL DEFAULT 'other'
               CHECK (source IN ('website', 'referral', 'event', 'advertising', 'outreach', 'import', 'other')),
  status       text NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'contacted', 'qualified', 'converted', 'disqualified')),
  score        integer NOT NULL DEFAULT 0 CHECK (score BETWEEN 0 AND 100),
  notes        text CHECK (char_length(notes) <= 20000),
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, id),
  FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE SET NULL (contact_id),
  FOREIGN KEY (workspace_id, owner_id) REFERENCES workspace_members (workspace_id, user_id) ON DELETE SET NULL (owner_id)
);
CREATE INDEX leads_status ON leads (workspace_id, status, created_at DESC);
CREATE INDEX leads_contact ON leads (contact_id);
CREATE INDEX leads_owner ON leads (owner_id);

CREATE TABLE activities (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  kind         text NOT NULL CHECK (kind IN ('call', 'email', 'meeting', 'note', 'follow_up')),
  subject      text NOT NULL CHECK (char_length(subject) BETWEEN 1 AND 300),
  body         text CHECK (char_length(body) <= 20000),
  contact_id   uuid,
  deal_id      uuid,
  lead_id      uuid,
  user_id      uuid,
  due_at       timestamptz,
  done_at      timestamptz,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, id),
  FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, deal_id) REFERENCES deals (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, lead_id) REFERENCES leads (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, user_id) REFERENCES workspace_members (workspace_id, user_id) ON DELETE SET NULL (user_id),
  CONSTRAINT activities_about CHECK (num_nonnulls(contact_id, deal_id, lead_id) >= 1),
  CONSTRAINT activities_when CHECK (num_nonnulls(due_at, done_at) >= 1)
);
COMMENT ON TABLE activities IS 'What was done (done_at) or is to be done (due_at, done_at empty) about a contact, deal or lead.';
CREATE INDEX activities_open ON activities (workspace_id, due_at) WHERE done_at IS NULL;
CREATE INDEX activities_done ON activities (workspace_id, done_at DESC);
CREATE INDEX activities_contact ON activities (contact_id);
CREATE INDEX activities_deal ON activities (deal_id);
CREATE INDEX activities_lead ON activities (lead_id);
CREATE INDEX activities_user ON activities (user_id);

CREATE TRIGGER touch BEFORE UPDATE ON companies FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON contacts FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON pipelines FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON pipeline_stages FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON deals FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON leads FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON activities FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();

REVOKE ALL ON FUNCTION app.find_member(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.find_member(uuid, text) TO switchboard_app;

GRANT SELECT, INSERT, UPDATE, DELETE ON companies, contacts, pipelines, pipeline_stages, deals, leads, activities TO
  switchboard_app;

ALTER TABLE companies ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON companies TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON companies TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE contacts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON contacts TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON contacts TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE pipelines ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON pipelines TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON pipelines TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE pipeline_stages ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON pipeline_stages TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON pipeline_stages TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE deals ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON deals TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON deals TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE leads ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON leads TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON leads TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE activities ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON activities TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON activities TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));
