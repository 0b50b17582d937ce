-- name: deleteBudget
-- title: Delete budget
-- description: Deletes a budget for good; transactions stay. Ask the user before you use it.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: There is no budget with this id; nothing was deleted. getBudgets lists them.
-- param budgetId uuid: The budget.

DELETE FROM budgets b
 WHERE b.workspace_id = :workspace_id AND b.id = :budgetId
RETURNING b.id AS "budgetId", b.name, true AS deleted
