-- name: getLeadSources
-- title: Get lead sources
-- description: Where leads come from and what becomes of them: for each source the number of leads, how many were
--   converted, and the share in percent.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: There are no leads in this time.
-- param since date optional: Only leads that came since this day.

SELECT l.source, count(*) AS leads, count(*) FILTER (WHERE l.status = 'converted') AS converted,
       count(*) FILTER (WHERE l.status = 'disqualified') AS disqualified,
       round(100.0 * count(*) FILTER (WHERE l.status = 'converted') / count(*), 1) AS "convertedPercent"
  FROM leads l
 WHERE l.workspace_id = :workspace_id AND (:since IS NULL OR l.created_at >= :since)
 GROUP BY l.source
 ORDER BY leads DESC, l.source
