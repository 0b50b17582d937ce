-- name: listDirectConversations
-- title: List direct conversations
-- description: With whom the user exchanged direct messages: the last message and the number of unread ones, newest
--   first.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: The user has no direct messages.
-- param limit integer min=1 max=100 default=30: How many rows to return.

SELECT u.full_name AS with, max(d.created_at) AS "lastAt", count(*) FILTER (WHERE d.recipient_id = :user_id AND d.read_at IS NULL) AS unread,
       (array_agg(left(d.body, 200) ORDER BY d.created_at DESC))[1] AS "lastMessage"
  FROM direct_messages d
  JOIN profiles u ON u.id = CASE WHEN d.sender_id = :user_id THEN d.recipient_id ELSE d.sender_id END
 WHERE d.workspace_id = :workspace_id
 GROUP BY u.id, u.full_name
 ORDER BY "lastAt" DESC
