-- name: getSalesByOwner
-- title: Get sales by owner
-- description: How each member sells: open deals and value, deals won and their value, and the share won in percent.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: There are no deals.
-- param since date optional: Only deals closed since this day.

SELECT p.full_name AS owner, d.currency, count(*) FILTER (WHERE d.status = 'open') AS "openDeals",
       coalesce(sum(d.value) FILTER (WHERE d.status = 'open'), 0) AS "openValue", count(*) FILTER (WHERE d.status = 'won') AS won,
       coalesce(sum(d.value) FILTER (WHERE d.status = 'won'), 0) AS "wonValue",
       round(100.0 * count(*) FILTER (WHERE d.status = 'won') / nullif(count(*) FILTER (WHERE d.status <> 'open'), 0), 1) AS "wonPercent"
  FROM deals d LEFT JOIN profiles p ON p.id = d.owner_id
 WHERE d.workspace_id = :workspace_id AND (:since IS NULL OR d.status = 'open' OR d.closed_on >= :since)
 GROUP BY 1, 2
 ORDER BY "wonValue" DESC, 1
