-- name: assignLeads
-- title: Assign leads
-- description: Gives leads to a member, who looks after them from then on.
-- effect: writes
-- idempotent: yes
-- result: rows
-- row_cap: 100
-- when_empty: None of these leads exists; nothing was changed.
-- param leadIds array(uuid) min_items=1 max_items=100: The leads.
-- param owner string min_length=1 max_length=320: "me", or a member's full name or e-mail address.

UPDATE leads l SET owner_id = (SELECT app.find_member(:workspace_id, :owner))
 WHERE l.workspace_id = :workspace_id AND l.id = ANY (:leadIds)
RETURNING l.id AS "leadId", l.full_name AS name
