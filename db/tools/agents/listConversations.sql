-- name: listConversations
-- title: List conversations
-- description: Lists the user's own conversations with agents, newest first, with what they cost.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: No conversation matches.
-- param agent string optional min_length=1 max_length=100: Only with this agent, by its name.
-- param search string optional min_length=1 max_length=200: Text in the title.
-- param since date optional: Only with something said since this day.
-- param limit integer min=1 max=100 default=20: How many rows to return.

SELECT c.id AS "conversationId", a.name AS agent, c.title, (SELECT count(*) FROM agent_messages m WHERE m.conversation_id = c.id) AS messages,
       c.total_input_tokens AS "inputTokens", c.total_output_tokens AS "outputTokens", c.total_cost_usd AS "costUsd", c.updated_at AS "updatedAt"
  FROM agent_conversations c
  JOIN agents a ON a.workspace_id = c.workspace_id AND a.id = c.agent_id
 WHERE c.workspace_id = :workspace_id AND c.user_id = :user_id AND (:agent IS NULL OR lower(a.name) = lower(:agent))
   AND (:search IS NULL OR strpos(lower(c.title), lower(:search)) > 0) AND (:since IS NULL OR c.updated_at >= :since)
 ORDER BY c.updated_at DESC, c.id
