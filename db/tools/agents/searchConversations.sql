-- name: searchConversations
-- title: Search conversations
-- description: Finds what was said in the user's own conversations, with any agent, newest first.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: Nothing that was said holds this text.
-- param search string min_length=1 max_length=200: The text.
-- param agent string optional min_length=1 max_length=100: Only with this agent, by its name.
-- param role enum(user,assistant) optional: Only what the user said, or only what agents answered.
-- param limit integer min=1 max=100 default=20: How many rows to return.

SELECT c.id AS "conversationId", a.name AS agent, c.title, m.role,
       substr(m.content, greatest(strpos(lower(m.content), lower(:search)) - 120, 1), 400) AS excerpt, m.created_at AS at
  FROM agent_messages m
  JOIN agent_conversations c ON c.id = m.conversation_id
  JOIN agents a ON a.workspace_id = c.workspace_id AND a.id = c.agent_id
 WHERE m.workspace_id = :workspace_id AND m.user_id = :user_id AND strpos(lower(m.content), lower(:search)) > 0
   AND (:agent IS NULL OR lower(a.name) = lower(:agent)) AND (:role IS NULL OR m.role = :role)
 ORDER BY m.ordinal DESC
