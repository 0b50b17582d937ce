-- revision: 0007
-- down_revision: 0006

DROP TABLE budgets;
DROP TABLE transactions;
DROP TABLE categories;
DROP TABLE accounts;
