-- name: updateMilestone
-- title: Update milestone
-- description: Renames a milestone or moves its date.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no milestone with this id; getMilestones finds ids.
-- param milestoneId uuid: The milestone.
-- param name string optional min_length=1 max_length=200: Its new name.
-- param dueOn date optional: Its new date.

UPDATE milestones m SET name = coalesce(:name, m.name), due_on = coalesce(:dueOn, m.due_on)
 WHERE m.workspace_id = :workspace_id AND m.id = :milestoneId
RETURNING m.id AS "milestoneId", m.name, m.due_on AS "dueOn"
