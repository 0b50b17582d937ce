-- name: markDirectMessagesRead
-- title: Mark direct messages read
-- description: Marks the direct messages from one member as read.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: Nothing from them was unread.
-- param from string min_length=1 max_length=320: From whom: a full name or an e-mail address.

WITH marked AS (
  UPDATE direct_messages d SET read_at = now()
   WHERE d.workspace_id = :workspace_id AND d.recipient_id = :user_id AND d.read_at IS NULL AND d.sender_id = (SELECT app.find_member(:workspace_id, :from))
  RETURNING d.id
)
SELECT count(*) AS marked FROM marked HAVING count(*) > 0
