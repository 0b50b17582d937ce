-- name: listSMSConversations
-- title: List SMS conversations
-- description: Lists the people that text messages went to and came from, with the last message and how many are
--   unread, newest first.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: There are no text messages.
-- param unreadOnly boolean default=false: Only conversations with unread messages.
-- param limit integer min=1 max=100 default=30: How many rows to return.

SELECT s.peer AS number, c.full_name AS contact, s.direction, left(s.body, 160) AS "lastMessage", s.status, s.created_at AS at, n.unread
  FROM (SELECT DISTINCT ON (m.peer) m.* FROM sms_messages m WHERE m.workspace_id = :workspace_id
         ORDER BY m.peer, m.created_at DESC, m.id) s
  JOIN (SELECT m.peer, count(*) FILTER (WHERE m.direction = 'inbound' AND m.read_at IS NULL) AS unread
          FROM sms_messages m WHERE m.workspace_id = :workspace_id GROUP BY m.peer) n ON n.peer = s.peer
  LEFT JOIN contacts c ON c.workspace_id = s.workspace_id AND c.id = s.contact_id
 WHERE NOT :unreadOnly OR n.unread > 0
 ORDER BY s.created_at DESC, s.peer
