-- name: getAgentUsage
-- title: Get agent usage
-- description: What the user's agents were used for in a period: turns, failures, tokens and cost of each agent.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: No agent was used in this period.
-- param from date: The first day.
-- param to date: The last day.

SELECT a.name AS agent, count(DISTINCT r.conversation_id) AS conversations, count(*) AS turns, count(*) FILTER (WHERE r.status = 'failed') AS failed,
       sum(r.input_tokens) AS "inputTokens", sum(r.output_tokens) AS "outputTokens", sum(r.cost_usd) AS "costUsd"
  FROM agent_runs r
  JOIN agents a ON a.workspace_id = r.workspace_id AND a.id = r.agent_id
 WHERE r.workspace_id = :workspace_id AND r.user_id = :user_id AND r.created_at >= :from AND r.created_at < :to + 1
 GROUP BY a.id, a.name
 ORDER BY sum(r.cost_usd) DESC, a.name
