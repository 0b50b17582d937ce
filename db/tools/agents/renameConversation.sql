-- name: renameConversation
-- title: Rename conversation
-- description: Gives one of the user's own conversations another title; this one if no id is given.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: The user has no such conversation.
-- param title string min_length=1 max_length=200: Its new title.
-- param conversationId uuid optional: The conversation; this one if absent.

UPDATE agent_conversations c SET title = :title
 WHERE c.workspace_id = :workspace_id AND c.user_id = :user_id AND c.id = coalesce(:conversationId, :conversation_id)
RETURNING c.id AS "conversationId", c.title
