-- name: getDealsClosingSoon
-- title: Get deals closing soon
-- description: Open deals whose date is near or has passed, the earliest first.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: No open deal closes that soon.
-- param days integer min=0 max=365 default=30: How many days ahead.
-- param limit integer min=1 max=100 default=25: How many rows to return.

SELECT d.id AS "dealId", d.title, d.value, d.currency, s.name AS stage, d.expected_close AS "expectedClose",
       d.expected_close < current_date AS overdue, k.name AS company, p.full_name AS owner
  FROM deals d
  JOIN pipeline_stages s ON s.workspace_id = d.workspace_id AND s.id = d.stage_id
  LEFT JOIN companies k ON k.workspace_id = d.workspace_id AND k.id = d.company_id
  LEFT JOIN profiles p ON p.id = d.owner_id
 WHERE d.workspace_id = :workspace_id AND d.status = 'open' AND d.expected_close <= current_date + :days::int
 ORDER BY d.expected_close, d.value DESC
