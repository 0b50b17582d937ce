-- revision: 0014
-- down_revision: 0013
-- How a workspace talks to the outside: its phone numbers, text messages and calls. What is to leave the house is a
-- row of the outbox, written by a trigger in the same transaction; whoever is attached as the carrier takes it from
-- there. Members share all of it.

CREATE TABLE phone_numbers (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  assigned_to  uuid,
  number       text NOT NULL CHECK (number ~ '^\+[1-9][0-9]{6,14}$'),
  label        text NOT NULL CHECK (char_length(label) BETWEEN 1 AND 100),
  can_sms      boolean NOT NULL DEFAULT true,
  can_call     boolean NOT NULL DEFAULT true,
  is_default   boolean NOT NULL DEFAULT false,
  forward_to   text CHECK (forward_to ~ '^\+[1-9][0-9]{6,14}$'),
  released_at  timestamptz,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, id),
  CHECK (released_at IS NULL OR NOT is_default),
  FOREIGN KEY (workspace_id, assigned_to) REFERENCES workspace_members (workspace_id, user_id) ON DELETE SET NULL (assigned_to)
);
COMMENT ON TABLE phone_numbers IS 'Numbers of ours. A released one stays, because calls and messages refer to it.';
COMMENT ON COLUMN phone_numbers.number IS 'E.164, like +4722000101.';
CREATE UNIQUE INDEX phone_numbers_number ON phone_numbers (workspace_id, number) WHERE released_at IS NULL;
CREATE UNIQUE INDEX phone_numbers_default ON phone_numbers (workspace_id) WHERE is_default;
CREATE INDEX phone_numbers_assigned_to ON phone_numbers (assigned_to);

CREATE TABLE sms_messages (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id    uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  phone_number_id uuid NOT NULL,
  contact_id      uuid,
  user_id         uuid,
  direction       text NOT NULL CHECK (direction IN ('inbound', 'outbound')),
  peer            text NOT NULL CHECK (peer ~ '^\+[1-9][0-9]{6,14}$'),
  body            text NOT NULL CHECK (char_length(body) BETWEEN 1 AND 1600),
  status          text NOT NULL CHECK (status IN ('queued', 'sent', 'delivered', 'failed', 'cancelled', 'received')),
  error           text CHECK (char_length(error) <= 500),
  send_after      timestamptz,
  read_at         timestamptz,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, id),
  CHECK ((direction = 'inbound') = (status = 'received')),
  FOREIGN KEY (workspace_id, phone_number_id) REFERENCES phone_numbers (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE SET NULL (contact_id),
  FOREIGN KEY (workspace_id, user_id) REFERENCES workspace_members (workspace_id, user_id) ON DELETE SET NULL (user_id)
);
COMMENT ON COLUMN sms_messages.peer IS 'The number on the other side.';
CREATE INDEX sms_messages_peer ON sms_messages (workspace_id, peer, created_at DESC);
CREATE INDEX sms_messages_phone_number ON sms_messages (phone_number_id);
CREATE INDEX sms_messages_contact ON sms_messages (contact_id);
CREATE INDEX sms_messages_user ON sms_messages (user_id);

CREATE TABLE calls (
  id               uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id     uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  phone_number_id  uuid NOT NULL,
  contact_id       uuid,
  user_id          uuid,
  direction        text NOT NULL CHECK (direction IN ('inbound', 'outbound')),
  peer             text NOT NULL CHECK (peer ~ '^\+[1-9][0-9]{6,14}$'),
  status           text NOT NULL CHECK (status IN ('queued', 'completed', 'missed', 'voicemail', 'failed', 'cancelled')),
  purpose          text CHECK (char_length(purpose) <= 1000),
  call_after       timestamptz,
  started_at       timestamptz,
  duration_seconds integer NOT NULL DEFAULT 0 CHECK (duration_seconds BETWEEN 0 AND 86400),
  outcome          text CHECK (char_length(outcome) <= 500),
  notes            text CHECK (char_length(notes) <= 20000),
  transcript       text CHECK (char_length(transcript) <= 200000),
  created_at       timestamptz NOT NULL DEFAULT now(),
  updated_at       timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, id),
  CHECK (direction = 'outbound' OR status NOT IN ('queued', 'cancelled')),
  FOREIGN KEY (workspace_id, phone_number_id) REFERENCES phone_numbers (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE SET NULL (contact_id),
  FOREIGN KEY (workspace_id, user_id) REFERENCES workspace_members (workspace_id, user_id) ON DELETE SET NULL (user_id)
);
CREATE INDEX calls_recent ON calls (workspace_id, (coalesce(started_at, call_after, created_at)) DESC);
CREATE INDEX calls_peer ON calls (workspace_id, peer);
CREATE INDEX calls_phone_number ON calls (phone_number_id);
CREATE INDEX calls_contact ON calls (contact_id);
CREATE INDEX calls_user ON calls (user_id);

CREATE TABLE sms_templates (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  name         text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  body         text NOT NULL CHECK (char_length(body) BETWEEN 1 AND 1600),
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX sms_templates_name ON sms_templates (workspace_id, lower(name));

CREATE TABLE blocked_numbers (
  workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  number       text NOT NULL CHECK (number ~ '^\+[1-9][0-9]{6,14}$'),
  blocked_by   uuid,
  reason       text CHECK (char_length(reason) <= 500),
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, number),
  FOREIGN KEY (workspace_id, blocked_by) REFERENCES workspace_members (workspace_id, user_id) ON DELETE SET NULL (blocked_by)
);
COMMENT ON TABLE blocked_numbers IS 'Whom nobody here may call or write to: who asked for it, and who pesters.';
CREATE INDEX blocked_numbers_blocked_by ON blocked_numbers (blocked_by);

CREATE TABLE communication_outbox (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL,
  sms_id       uuid UNIQUE,
  call_id      uuid UNIQUE,
  status       text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'handed_over', 'failed', 'cancelled')),
  not_before   timestamptz NOT NULL,
  attempts     integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  last_error   text CHECK (char_length(last_error) <= 500),
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  CHECK (num_nonnulls(sms_id, call_id) = 1),
  FOREIGN KEY (workspace_id, sms_id) REFERENCES sms_messages (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, call_id) REFERENCES calls (workspace_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE communication_outbox IS 'What a carrier is to send. Written by triggers alone; nothing takes rows out while no carrier is attached.';
CREATE INDEX communication_outbox_due ON communication_outbox (not_before) WHERE status = 'queued';
CREATE INDEX communication_outbox_workspace ON communication_outbox (workspace_id, created_at DESC);

-- A number as people write it, in E.164. Its refusal is meant to be read.
CREATE FUNCTION app.phone_number(p_text text) RETURNS text
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
DECLARE
  v_number text := regexp_replace(regexp_replace(p_text, '[ ()./-]', '', 'g'), '^00', '+');
BEGIN
  IF v_number !~ '^\+[1-9][0-9]{6,14}$' THEN
    RAISE EXCEPTION '"%" is no phone number: give it with its country code, like +47 22 00 01 01.', left(p_text, 50);
  END IF;
  RETURN v_number;
END $$;

-- The other side by what people call it: a phone number, or a contact's full name, e-mail address or id.
CREATE FUNCTION app.find_peer(p_workspace_id uuid, p_who text, OUT contact_id uuid, OUT number text)
  LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_found integer;
BEGIN
  IF p_who ~ '^\+?[0-9 ()./-]+$' THEN
    number := app.phone_number(p_who);
    SELECT c.id INTO contact_id FROM public.contacts c
     WHERE c.workspace_id = p_workspace_id AND regexp_replace(c.phone, '[ ()./-]', '', 'g') = number
     ORDER BY c.created_at, c.id LIMIT 1;
    RETURN;
  END IF;
  SELECT count(*), (array_agg(c.id))[1], (array_agg(c.phone))[1] INTO v_found, contact_id, number FROM public.contacts c
   WHERE c.workspace_id = p_workspace_id
     AND (lower(c.full_name) = lower(p_who) OR lower(c.email) = lower(p_who) OR c.id::text = lower(p_who));
  IF v_found = 0 THEN
    RAISE EXCEPTION 'There is no contact "%". Give a phone number with its country code, or a contact''s full name.', left(p_who, 100);
  ELSIF v_found > 1 THEN
    RAISE EXCEPTION 'More than one contact is called "%". Give the e-mail address or the phone number.', left(p_who, 100);
  ELSIF number IS NULL THEN
    RAISE EXCEPTION 'The contact "%" has no phone number; updateContact adds one.', left(p_who, 100);
  END IF;
  number := app.phone_number(number);
END $$;

-- The number of ours to use: the one that is named, or the caller's own, or the default.
CREATE FUNCTION app.find_own_number(p_workspace_id uuid, p_number text, p_use text) RETURNS uuid
  LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_number text := CASE WHEN p_number IS NOT NULL THEN app.phone_number(p_number) END;
  v_id     uuid;
BEGIN
  SELECT n.id INTO v_id FROM public.phone_numbers n
   WHERE n.workspace_id = p_workspace_id AND n.released_at IS NULL AND (v_number IS NULL OR n.number = v_number)
     AND CASE p_use WHEN 'sms' THEN n.can_sms WHEN 'call' THEN n.can_call ELSE true END
     AND (v_number IS NOT NULL OR n.is_default OR n.assigned_to = app.current_user_id())
   ORDER BY n.assigned_to IS NOT DISTINCT FROM app.current_user_id() DESC, n.is_default DESC, n.number LIMIT 1;
  IF v_id IS NULL THEN
    RAISE EXCEPTION 'This workspace has no such phone number to use. listPhoneNumbers lists them; addPhoneNumber adds one.';
  END IF;
  RETURN v_id;
END $$;

-- Nothing goes to a blocked number, whoever writes the row.
CREATE FUNCTION app.refuse_blocked_number() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF EXISTS (SELECT FROM public.blocked_numbers b WHERE b.workspace_id = NEW.workspace_id AND b.number = NEW.peer) THEN
    RAISE EXCEPTION '% is blocked; nothing was queued. getBlockedNumbers says why.', NEW.peer;
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION app.queue_sms() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO public.communication_outbox (workspace_id, sms_id, not_before)
  VALUES (NEW.workspace_id, NEW.id, coalesce(NEW.send_after, now()));
  RETURN NULL;
END $$;

CREATE FUNCTION app.queue_call() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO public.communication_outbox (workspace_id, call_id, not_before)
  VALUES (NEW.workspace_id, NEW.id, coalesce(NEW.call_after, now()));
  RETURN NULL;
END $$;

-- What was taken back before it left is taken out of the outbox.
CREATE FUNCTION app.cancel_outbound() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  UPDATE public.communication_outbox o SET status = 'cancelled'
   WHERE o.workspace_id = NEW.workspace_id AND NEW.id IN (o.sms_id, o.call_id) AND o.status = 'queued';
  RETURN NULL;
END $$;

CREATE TRIGGER refuse_blocked BEFORE INSERT ON sms_messages
  FOR EACH ROW WHEN (NEW.direction = 'outbound') EXECUTE FUNCTION app.refuse_blocked_number();
CREATE TRIGGER refuse_blocked BEFORE INSERT ON calls
  FOR EACH ROW WHEN (NEW.status = 'queued') EXECUTE FUNCTION app.refuse_blocked_number();
CREATE TRIGGER queue AFTER INSERT ON sms_messages FOR EACH ROW WHEN (NEW.status = 'queued') EXECUTE FUNCTION app.queue_sms();
CREATE TRIGGER queue AFTER INSERT ON calls FOR EACH ROW WHEN (NEW.status = 'queued') EXECUTE FUNCTION app.queue_call();
CREATE TRIGGER cancel AFTER UPDATE OF status ON sms_messages
  FOR EACH ROW WHEN (NEW.status = 'cancelled') EXECUTE FUNCTION app.cancel_outbound();
CREATE TRIGGER cancel AFTER UPDATE OF status ON calls
  FOR EACH ROW WHEN (NEW.status = 'cancelled') EXECUTE FUNCTION app.cancel_outbound();
CREATE TRIGGER touch BEFORE UPDATE ON phone_numbers FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON sms_messages FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON calls FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON sms_templates FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON communication_outbox FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();

REVOKE ALL ON FUNCTION app.phone_number(text), app.find_peer(uuid, text), app.find_own_number(uuid, text, text),
  app.refuse_blocked_number(), app.queue_sms(), app.queue_call(), app.cancel_outbound() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.phone_number(text), app.find_peer(uuid, text), app.find_own_number(uuid, text, text)
  TO switchboard_app;
GRANT SELECT, INSERT, UPDATE ON phone_numbers, sms_messages, calls TO switchboard_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON sms_templates, blocked_numbers TO switchboard_app;
GRANT SELECT ON communication_outbox TO switchboard_app;

ALTER TABLE phone_numbers ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON phone_numbers TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON phone_numbers TO switchboard_app USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE sms_messages ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON sms_messages TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON sms_messages TO switchboard_app USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE calls ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON calls TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON calls TO switchboard_app USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE sms_templates ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON sms_templates TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON sms_templates TO switchboard_app USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE blocked_numbers ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON blocked_numbers TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON blocked_numbers TO switchboard_app USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE communication_outbox ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON communication_outbox TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_select ON communication_outbox FOR SELECT TO switchboard_app USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));
