-- name: completeActivity
-- title: Complete activity
-- description: Marks a planned activity as done, with what came of it.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: There is no activity with this id; getActivities finds ids.
-- param activityId uuid: The activity.
-- param outcome string optional max_length=5000: What came of it.

UPDATE activities a SET done_at = coalesce(a.done_at, now()), body = coalesce(nullif(concat_ws(E'\n', a.body, :outcome), ''), a.body)
 WHERE a.workspace_id = :workspace_id AND a.id = :activityId
RETURNING a.id AS "activityId", a.subject, a.body, a.done_at AS "doneAt"
