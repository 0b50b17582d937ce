-- name: listPhoneNumbers
-- title: List phone numbers
-- description: Lists the workspace's own phone numbers: what each can do, whose it is and which one is used by default.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: This workspace has no phone number; addPhoneNumber adds one.

SELECT n.number, n.label, n.can_sms AS "canSms", n.can_call AS "canCall", n.is_default AS "isDefault", u.full_name AS "assignedTo",
       n.forward_to AS "forwardTo"
  FROM phone_numbers n
  LEFT JOIN profiles u ON u.id = n.assigned_to
 WHERE n.workspace_id = :workspace_id AND n.released_at IS NULL
 ORDER BY n.is_default DESC, n.number
