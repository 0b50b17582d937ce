-- name: deleteDeal
-- title: Delete deal
-- description: Deletes a deal and its activities for good. A deal that came to nothing is better marked with loseDeal.
--   Ask the user before you use it.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: There is no deal with this id; searchDeals finds ids.
-- param dealId uuid: The deal.

DELETE FROM deals d WHERE d.workspace_id = :workspace_id AND d.id = :dealId
RETURNING d.id AS "dealId", d.title, true AS deleted
