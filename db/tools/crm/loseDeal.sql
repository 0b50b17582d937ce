-- name: loseDeal
-- title: Lose deal
-- description: Marks a deal as lost, with the reason.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no deal with this id; searchDeals finds ids.
-- param dealId uuid: The deal.
-- param reason string min_length=1 max_length=500: Why it was lost.
-- param on date optional: The day; today if absent.

UPDATE deals d SET status = 'lost', closed_on = coalesce(:on, current_date), lost_reason = :reason
 WHERE d.workspace_id = :workspace_id AND d.id = :dealId
RETURNING d.id AS "dealId", d.title, d.status, d.lost_reason AS "lostReason", d.closed_on AS "closedOn"
