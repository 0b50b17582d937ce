-- name: moveTasks
-- title: Move tasks
-- description: Moves tasks to a project, and to a milestone of it.
-- effect: writes
-- idempotent: yes
-- result: rows
-- row_cap: 100
-- when_empty: There are no such tasks, project or milestone; nothing was changed.
-- param taskIds array(uuid) min_items=1 max_items=100: The tasks.
-- param project string min_length=1 max_length=200: The project's name.
-- param milestone string optional min_length=1 max_length=200: The milestone's name.

WITH place AS (
  SELECT p.id AS project_id, m.id AS milestone_id
    FROM projects p LEFT JOIN milestones m ON m.workspace_id = p.workspace_id AND m.project_id = p.id AND lower(m.name) = lower(:milestone)
   WHERE p.workspace_id = :workspace_id AND lower(p.name) = lower(:project) AND (:milestone IS NULL OR m.id IS NOT NULL)
   LIMIT 1
)
UPDATE tasks k SET project_id = place.project_id, milestone_id = place.milestone_id FROM place
 WHERE k.workspace_id = :workspace_id AND k.id = ANY (:taskIds)
RETURNING k.id AS "taskId", k.title
