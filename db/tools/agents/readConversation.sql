-- name: readConversation
-- title: Read conversation
-- description: Reads what was said in one of the user's own conversations, newest first.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: The user has no such conversation, or nothing was said in it.
-- param conversationId uuid: The conversation.
-- param before datetime optional: Only what was said before this time.
-- param limit integer min=1 max=100 default=20: How many rows to return.

SELECT m.role, left(m.content, 2000) AS content, char_length(m.content) > 2000 AS cut, m.created_at AS at
  FROM agent_messages m
 WHERE m.workspace_id = :workspace_id AND m.user_id = :user_id AND m.conversation_id = :conversationId
   AND (:before IS NULL OR m.created_at < :before)
 ORDER BY m.ordinal DESC
