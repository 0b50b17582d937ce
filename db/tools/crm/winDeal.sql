-- name: winDeal
-- title: Win deal
-- description: Marks a deal as won, with its final value and the day.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no deal with this id; searchDeals finds ids.
-- param dealId uuid: The deal.
-- param value number optional min=0 max=999999999999: The value that was agreed on, if it is another.
-- param on date optional: The day; today if absent.

UPDATE deals d SET status = 'won', closed_on = coalesce(:on, current_date), value = coalesce(:value, d.value), lost_reason = NULL
 WHERE d.workspace_id = :workspace_id AND d.id = :dealId
RETURNING d.id AS "dealId", d.title, d.status, d.value, d.currency, d.closed_on AS "closedOn"
