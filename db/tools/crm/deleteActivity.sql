-- name: deleteActivity
-- title: Delete activity
-- description: Deletes an activity for good.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: There is no activity with this id; getActivities finds ids.
-- param activityId uuid: The activity.

DELETE FROM activities a WHERE a.workspace_id = :workspace_id AND a.id = :activityId
RETURNING a.id AS "activityId", a.subject, true AS deleted
