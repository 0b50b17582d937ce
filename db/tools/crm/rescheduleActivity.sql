-- name: rescheduleActivity
-- title: Reschedule activity
-- description: Moves a planned activity to another time.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no planned activity with this id; nothing was changed. getActivities finds ids.
-- param activityId uuid: The activity.
-- param dueAt datetime: The new time.

UPDATE activities a SET due_at = :dueAt
 WHERE a.workspace_id = :workspace_id AND a.id = :activityId AND a.done_at IS NULL
RETURNING a.id AS "activityId", a.subject, a.due_at AS "dueAt"
