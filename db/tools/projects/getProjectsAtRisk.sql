-- name: getProjectsAtRisk
-- title: Get projects at risk
-- description: Open projects that are in trouble, with the reasons: past their date, tasks overdue, milestones missed,
--   or over their hours.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: No open project is at risk.

SELECT r.name AS project, r.due_on AS "dueOn", r.reasons
  FROM (SELECT p.name, p.due_on, array_remove(ARRAY[
               CASE WHEN p.due_on < current_date THEN 'past its date' END,
               (SELECT count(*) || ' tasks overdue' FROM tasks k WHERE k.workspace_id = p.workspace_id AND k.project_id = p.id
                   AND k.status NOT IN ('done', 'cancelled') AND k.due_on < current_date HAVING count(*) > 0),
               (SELECT count(*) || ' milestones missed' FROM milestones m WHERE m.workspace_id = p.workspace_id AND m.project_id = p.id
                   AND m.completed_on IS NULL AND m.due_on < current_date HAVING count(*) > 0),
               (SELECT 'over its hours' FROM time_entries e JOIN tasks k ON k.workspace_id = e.workspace_id AND k.id = e.task_id
                 WHERE e.workspace_id = p.workspace_id AND k.project_id = p.id HAVING sum(e.hours) > p.budget_hours)], NULL) AS reasons
          FROM projects p
         WHERE p.workspace_id = :workspace_id AND p.status IN ('planned', 'active', 'on_hold')) r
 WHERE cardinality(r.reasons) > 0
 ORDER BY cardinality(r.reasons) DESC, r.due_on NULLS LAST, r.name
