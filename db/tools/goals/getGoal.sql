-- name: getGoal
-- title: Get goal
-- description: One goal with its parts, its key figures and its latest progress.
-- effect: read_only
-- result: row
-- when_empty: There is no goal with this id; listGoals finds ids.
-- param goalId uuid: The goal.

SELECT g.id AS "goalId", g.name, g.description, g.status, g.start_value AS start, g.current_value AS current, g.target_value AS target, g.unit,
       round(100 * (g.current_value - g.start_value) / (g.target_value - g.start_value)) AS "progressPercent",
       g.starts_on AS "startsOn", g.due_on AS "dueOn", g.closed_on AS "closedOn", u.full_name AS owner,
       (SELECT coalesce(json_agg(json_build_object('goalId', s.id, 'name', s.name, 'status', s.status) ORDER BY lower(s.name)), '[]')
          FROM goals s WHERE s.workspace_id = g.workspace_id AND s.parent_id = g.id) AS parts,
       (SELECT coalesce(json_agg(k.name ORDER BY lower(k.name)), '[]') FROM kpis k
         WHERE k.workspace_id = g.workspace_id AND k.goal_id = g.id) AS kpis,
       (SELECT json_build_object('value', h.value, 'note', h.note, 'at', h.created_at) FROM goal_updates h
         WHERE h.workspace_id = g.workspace_id AND h.goal_id = g.id ORDER BY h.created_at DESC LIMIT 1) AS "lastUpdate"
  FROM goals g
  LEFT JOIN profiles u ON u.id = g.owner_id
 WHERE g.workspace_id = :workspace_id AND g.id = :goalId
