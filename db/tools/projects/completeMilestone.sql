-- name: completeMilestone
-- title: Complete milestone
-- description: Marks a milestone as reached.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no milestone with this id; getMilestones finds ids.
-- param milestoneId uuid: The milestone.
-- param on date optional: The day; today if absent.

UPDATE milestones m SET completed_on = coalesce(:on, m.completed_on, current_date)
 WHERE m.workspace_id = :workspace_id AND m.id = :milestoneId
RETURNING m.id AS "milestoneId", m.name, m.completed_on AS "completedOn"
