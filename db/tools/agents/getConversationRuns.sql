-- name: getConversationRuns
-- title: Get conversation runs
-- description: The turns of one of the user's own conversations: how each ended, how long it took and what it cost,
--   newest first.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: The user has no such conversation, or it has no turns.
-- param conversationId uuid: The conversation.
-- param limit integer min=1 max=100 default=20: How many rows to return.

SELECT r.id AS "runId", r.status, r.model, r.turn_count AS turns, r.stop_reason AS "stopReason", r.error_code AS error, r.input_tokens AS "inputTokens",
       r.output_tokens AS "outputTokens", r.cost_usd AS "costUsd", r.created_at AS at,
       round(extract(epoch FROM r.finished_at - coalesce(r.started_at, r.created_at)), 1) AS seconds
  FROM agent_runs r
 WHERE r.workspace_id = :workspace_id AND r.user_id = :user_id AND r.conversation_id = :conversationId
 ORDER BY r.created_at DESC, r.id
