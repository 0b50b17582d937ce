-- revision: 0007
-- down_revision: 0006
-- A workspace's money: accounts, categories, transactions, budgets. Members share all of it.

CREATE TABLE accounts (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id    uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  name            text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  kind            text NOT NULL CHECK (kind IN ('checking', 'savings', 'credit_card', 'cash', 'loan', 'investment')),
  institution     text CHECK (char_length(institution) <= 100),
  last_four       text CHECK (last_four ~ '^[0-9]{4}$'),
  currency        text NOT NULL DEFAULT 'USD' CHECK (currency ~ '^[A-Z]{3}$'),
  opening_balance numeric(14, 2) NOT NULL DEFAULT 0,
  is_active       boolean NOT NULL DEFAULT true,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, name),
  UNIQUE (workspace_id, id)
);
COMMENT ON COLUMN accounts.opening_balance IS 'The balance before the first transaction; today''s is this plus their sum.';

CREATE TABLE categories (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  parent_id    uuid,
  name         text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  kind         text NOT NULL CHECK (kind IN ('income', 'expense', 'transfer')),
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, id),
  FOREIGN KEY (workspace_id, parent_id) REFERENCES categories (workspace_id, id) ON DELETE SET NULL (parent_id),
  CHECK (parent_id <> id)
);
CREATE UNIQUE INDEX categories_name ON categories (workspace_id, lower(name));
CREATE INDEX categories_parent ON categories (parent_id);

CREATE TABLE transactions (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  account_id   uuid NOT NULL,
  category_id  uuid,
  date         date NOT NULL,
  amount       numeric(14, 2) NOT NULL CHECK (amount <> 0),
  merchant     text NOT NULL CHECK (char_length(merchant) BETWEEN 1 AND 200),
  description  text CHECK (char_length(description) <= 2000),
  status       text NOT NULL DEFAULT 'posted' CHECK (status IN ('pending', 'posted')),
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, id),
  FOREIGN KEY (workspace_id, account_id) REFERENCES accounts (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, category_id) REFERENCES categories (workspace_id, id) ON DELETE SET NULL (category_id)
);
COMMENT ON COLUMN transactions.amount IS 'In the account''s currency: money in is positive, money out negative.';
CREATE INDEX transactions_date ON transactions (workspace_id, date DESC, id);
CREATE INDEX transactions_category ON transactions (workspace_id, category_id, date);
CREATE INDEX transactions_account ON transactions (workspace_id, account_id, date);
CREATE INDEX transactions_merchant ON transactions (workspace_id, lower(merchant) text_pattern_ops);

CREATE TABLE budgets (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  category_id  uuid NOT NULL,
  name         text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  period       text NOT NULL DEFAULT 'month' CHECK (period IN ('month', 'quarter', 'year')),
  amount       numeric(14, 2) NOT NULL CHECK (amount > 0),
  currency     text NOT NULL DEFAULT 'USD' CHECK (currency ~ '^[A-Z]{3}$'),
  starts_on    date NOT NULL,
  ends_on      date,
  created_by   uuid REFERENCES profiles ON DELETE SET NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, name),
  FOREIGN KEY (workspace_id, category_id) REFERENCES categories (workspace_id, id) ON DELETE CASCADE,
  CHECK (ends_on >= starts_on)
);
CREATE INDEX budgets_category ON budgets (workspace_id, category_id);
CREATE INDEX budgets_created_by ON budgets (created_by);

CREATE TRIGGER touch BEFORE UPDATE ON accounts FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON categories FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON transactions FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON budgets FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();

GRANT SELECT, INSERT, UPDATE, DELETE ON accounts, categories, transactions, budgets TO switchboard_app;

ALTER TABLE accounts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON accounts TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON accounts TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE categories ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON categories TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON categories TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE transactions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON transactions TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON transactions TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE budgets ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON budgets TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON budgets TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));
