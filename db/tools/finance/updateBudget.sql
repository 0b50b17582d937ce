-- name: updateBudget
-- title: Update budget
-- description: Changes a budget's amount, name, period or end. What is not given stays as it is.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no budget with this id; nothing was changed. getBudgets lists them.
-- on budgets_workspace_id_name_key: Another budget has this name already; choose another one.
-- on budgets_check: The budget would end before it begins.
-- param budgetId uuid: The budget.
-- param amount number optional min=0.01 max=999999999999: The new limit for each period.
-- param name string optional min_length=1 max_length=100: The new name.
-- param period enum(month,quarter,year) optional: How often it begins anew.
-- param endsOn date optional: The new last day.

UPDATE budgets b
   SET amount = coalesce(:amount, b.amount), name = coalesce(:name, b.name), period = coalesce(:period, b.period),
       ends_on = coalesce(:endsOn, b.ends_on)
 WHERE b.workspace_id = :workspace_id AND b.id = :budgetId
RETURNING b.id AS "budgetId", b.name, b.period, b.amount, b.currency, b.starts_on AS "startsOn", b.ends_on AS "endsOn"
