-- name: getFailedRuns
-- title: Get failed runs
-- description: The user's turns that failed, with the reason, newest first.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: No turn failed.
-- param since date optional: Only since this day.
-- param limit integer min=1 max=100 default=20: How many rows to return.

SELECT r.id AS "runId", c.id AS "conversationId", a.name AS agent, c.title, r.error_code AS error, r.error_message AS message, r.created_at AS at
  FROM agent_runs r
  JOIN agent_conversations c ON c.id = r.conversation_id
  JOIN agents a ON a.workspace_id = r.workspace_id AND a.id = r.agent_id
 WHERE r.workspace_id = :workspace_id AND r.user_id = :user_id AND r.status = 'failed' AND (:since IS NULL OR r.created_at >= :since)
 ORDER BY r.created_at DESC, r.id
