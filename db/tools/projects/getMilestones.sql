-- name: getMilestones
-- title: Get milestones
-- description: Lists milestones with their project, date, and how many of their tasks are done, the earliest first.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: There is no such milestone.
-- param project string optional max_length=200: Only of this project, by its name.
-- param state enum(open,completed,any) default=open: Which milestones.

SELECT m.id AS "milestoneId", m.name, p.name AS project, m.due_on AS "dueOn", m.completed_on AS "completedOn",
       m.completed_on IS NULL AND m.due_on < current_date AS missed, count(k.id) FILTER (WHERE k.status = 'done') AS "tasksDone", count(k.id) AS tasks
  FROM milestones m
  JOIN projects p ON p.workspace_id = m.workspace_id AND p.id = m.project_id
  LEFT JOIN tasks k ON k.workspace_id = m.workspace_id AND k.milestone_id = m.id AND k.status <> 'cancelled'
 WHERE m.workspace_id = :workspace_id AND (:project IS NULL OR lower(p.name) = lower(:project))
   AND (:state = 'any' OR (m.completed_on IS NULL) = (:state = 'open'))
 GROUP BY m.id, p.name
 ORDER BY m.due_on NULLS LAST, m.name
