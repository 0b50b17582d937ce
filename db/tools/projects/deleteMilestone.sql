-- name: deleteMilestone
-- title: Delete milestone
-- description: Deletes a milestone for good; its tasks stay in the project.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: There is no milestone with this id; getMilestones finds ids.
-- param milestoneId uuid: The milestone.

DELETE FROM milestones m WHERE m.workspace_id = :workspace_id AND m.id = :milestoneId
RETURNING m.id AS "milestoneId", m.name, true AS deleted
