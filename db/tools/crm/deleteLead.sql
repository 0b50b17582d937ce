-- name: deleteLead
-- title: Delete lead
-- description: Deletes a lead and its activities for good. One that leads nowhere is better marked as disqualified with
--   updateLead.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: There is no lead with this id; searchLeads finds ids.
-- param leadId uuid: The lead.

DELETE FROM leads l WHERE l.workspace_id = :workspace_id AND l.id = :leadId
RETURNING l.id AS "leadId", l.full_name AS name, true AS deleted
