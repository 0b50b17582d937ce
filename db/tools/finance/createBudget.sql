-- name: createBudget
-- title: Create budget
-- description: Sets a spending limit for a category in every month, quarter or year. Look at getBudgets first; to
--   change an existing budget use updateBudget.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: There is no category with this name; nothing was created. getCategories lists the names.
-- on budgets_workspace_id_name_key: A budget with this name exists already. Change it with updateBudget, or choose
--   another name.
-- on budgets_check: The budget would end before it begins.
-- param category string min_length=1 max_length=100: The category's name.
-- param amount number min=0.01 max=999999999999: The limit for each period.
-- param period enum(month,quarter,year) default=month: How often it begins anew.
-- param name string optional min_length=1 max_length=100: The budget's name; the category's if absent.
-- param currency string default=USD min_length=3 max_length=3: ISO code of the amount's currency.
-- param startsOn date optional: First day; the first of the current month if absent.
-- param endsOn date optional: Last day; open-ended if absent.

INSERT INTO budgets (workspace_id, category_id, name, period, amount, currency, starts_on, ends_on, created_by)
SELECT c.workspace_id, c.id, coalesce(:name, c.name), :period, :amount, upper(:currency),
       coalesce(:startsOn, date_trunc('month', current_date)::date), :endsOn, :user_id
  FROM categories c
 WHERE c.workspace_id = :workspace_id AND lower(c.name) = lower(:category)
RETURNING id AS "budgetId", name, period, amount, currency, starts_on AS "startsOn", ends_on AS "endsOn"
