-- name: readDirectMessages
-- title: Read direct messages
-- description: What the user and one other member wrote to each other, newest first.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: They have not written to each other.
-- param with string min_length=1 max_length=320: With whom: a full name or an e-mail address.
-- param limit integer min=1 max=100 default=30: How many rows to return.

WITH other AS (SELECT (SELECT app.find_member(:workspace_id, :with)) AS id)
SELECT d.id AS "directMessageId", CASE WHEN d.sender_id = :user_id THEN 'me' ELSE u.full_name END AS "from", d.body, d.created_at AS at,
       d.read_at IS NOT NULL AS read
  FROM other
  JOIN direct_messages d ON (d.sender_id = :user_id AND d.recipient_id = other.id) OR (d.recipient_id = :user_id AND d.sender_id = other.id)
  LEFT JOIN profiles u ON u.id = d.sender_id
 WHERE d.workspace_id = :workspace_id
 ORDER BY d.created_at DESC, d.id
