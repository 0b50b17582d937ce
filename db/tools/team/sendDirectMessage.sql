-- name: sendDirectMessage
-- title: Send direct message
-- description: Sends a message from the user to one other member. Show the user the text first unless they dictated it.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: Nothing was created.
-- param to string min_length=1 max_length=320: To whom: a full name or an e-mail address.
-- param body string min_length=1 max_length=10000: The message, in Markdown.

INSERT INTO direct_messages (workspace_id, sender_id, recipient_id, body) VALUES (:workspace_id, :user_id, (SELECT app.find_member(:workspace_id, :to)), :body)
RETURNING id AS "directMessageId", created_at AS "createdAt"
