-- name: getStaleDeals
-- title: Get stale deals
-- description: Open deals in which nothing happened for a while: no activity and no change of stage, the longest first.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: Something happened in every open deal.
-- param days integer min=1 max=3650 default=21: For how many days.
-- param limit integer min=1 max=100 default=25: How many rows to return.

SELECT d.id AS "dealId", d.title, d.value, d.currency, s.name AS stage, p.full_name AS owner, q.last AS "lastActivityAt"
  FROM deals d
  JOIN pipeline_stages s ON s.workspace_id = d.workspace_id AND s.id = d.stage_id
  LEFT JOIN profiles p ON p.id = d.owner_id
 CROSS JOIN LATERAL (SELECT greatest(d.stage_since, (SELECT max(a.done_at) FROM activities a
                                                      WHERE a.workspace_id = d.workspace_id AND a.deal_id = d.id)) AS last) q
 WHERE d.workspace_id = :workspace_id AND d.status = 'open' AND q.last < now() - make_interval(days => :days::int)
 ORDER BY q.last, d.value DESC
