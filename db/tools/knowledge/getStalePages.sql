-- name: getStalePages
-- title: Get stale pages
-- description: Pages that nobody changed for a long time, the oldest first. To find what needs a review.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: Every page was changed in that time.
-- param days integer min=1 max=3650 default=180: For how many days.
-- param limit integer min=1 max=100 default=30: How many rows to return.

SELECT p.id AS "pageId", p.title, u.full_name AS author, p.updated_at AS "updatedAt", current_date - p.updated_at::date AS "daysOld"
  FROM pages p LEFT JOIN profiles u ON u.id = p.author_id
 WHERE p.workspace_id = :workspace_id AND p.archived_at IS NULL AND p.updated_at < now() - make_interval(days => :days::int)
 ORDER BY p.updated_at, p.id
