-- name: listMembers
-- title: List members
-- description: Lists the people of the workspace with name, e-mail and role. Use it to learn whom a task, message or
--   meeting can go to.
-- effect: read_only
-- result: rows
-- row_cap: 200
-- when_empty: Nobody matches.
-- param search string optional max_length=200: Text in name or e-mail.
-- param limit integer min=1 max=200 default=100: How many rows to return.

SELECT u.id AS "userId", u.full_name AS name, u.email, m.role, u.time_zone AS "timeZone", m.created_at AS "memberSince"
  FROM workspace_members m JOIN profiles u ON u.id = m.user_id
 WHERE m.workspace_id = :workspace_id
   AND (:search IS NULL OR strpos(lower(concat_ws(' ', u.full_name, u.email)), lower(:search)) > 0)
 ORDER BY u.full_name, u.id
