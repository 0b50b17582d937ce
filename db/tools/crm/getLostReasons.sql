-- name: getLostReasons
-- title: Get lost reasons
-- description: Why deals were lost: reasons with number and value, the most expensive first.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: No deal was lost in this time.
-- param since date optional: Only deals lost since this day.

SELECT coalesce(d.lost_reason, 'No reason given') AS reason, count(*) AS deals, sum(d.value) AS value, d.currency
  FROM deals d
 WHERE d.workspace_id = :workspace_id AND d.status = 'lost' AND (:since IS NULL OR d.closed_on >= :since)
 GROUP BY 1, 4
 ORDER BY value DESC, 1
