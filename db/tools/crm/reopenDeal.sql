-- name: reopenDeal
-- title: Reopen deal
-- description: Opens a won or lost deal again, in the stage where it was.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no deal with this id; searchDeals finds ids.
-- param dealId uuid: The deal.

UPDATE deals d SET status = 'open', closed_on = NULL, lost_reason = NULL
 WHERE d.workspace_id = :workspace_id AND d.id = :dealId
RETURNING d.id AS "dealId", d.title, d.status
