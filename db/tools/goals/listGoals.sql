-- name: listGoals
-- title: List goals
-- description: Lists the workspace's goals with their progress in percent and whether they are on schedule.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: No goal matches; createGoal adds one.
-- param status enum(active,achieved,dropped) optional: Only in this state; active ones if absent.
-- param owner string optional min_length=1 max_length=320: Only this member's: "me", a full name or an e-mail address.
-- param search string optional min_length=1 max_length=200: Text in the name or description.

SELECT g.id AS "goalId", g.name, p.name AS "partOf", u.full_name AS owner, g.status, g.current_value AS current, g.target_value AS target, g.unit,
       round(100 * (g.current_value - g.start_value) / (g.target_value - g.start_value)) AS "progressPercent",
       CASE WHEN g.status = 'active' AND g.due_on > g.starts_on
            THEN round(100.0 * least(greatest(current_date - g.starts_on, 0), g.due_on - g.starts_on) / (g.due_on - g.starts_on)) END AS "timePercent",
       g.due_on AS "dueOn"
  FROM goals g
  LEFT JOIN goals p ON p.workspace_id = g.workspace_id AND p.id = g.parent_id
  LEFT JOIN profiles u ON u.id = g.owner_id
 WHERE g.workspace_id = :workspace_id AND g.status = coalesce(:status, 'active')
   AND (:owner IS NULL OR g.owner_id = (SELECT app.find_member(:workspace_id, :owner)))
   AND (:search IS NULL OR strpos(lower(concat_ws(E'\n', g.name, g.description)), lower(:search)) > 0)
 ORDER BY g.due_on NULLS LAST, lower(g.name), g.id
