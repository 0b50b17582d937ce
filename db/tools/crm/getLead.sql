-- name: getLead
-- title: Get lead
-- description: Everything about one lead, with its notes and activities.
-- effect: read_only
-- result: row
-- when_empty: There is no lead with this id; searchLeads finds ids.
-- param leadId uuid: The lead.

SELECT l.id AS "leadId", l.full_name AS name, l.company, l.email, l.phone, l.source, l.status, l.score, l.notes, p.full_name AS owner,
       l.contact_id AS "contactId", l.created_at AS "createdAt",
       (SELECT coalesce(json_agg(json_build_object('activityId', a.id, 'kind', a.kind, 'subject', a.subject,
                                                   'at', coalesce(a.done_at, a.due_at)) ORDER BY a.created_at DESC), '[]')
          FROM activities a WHERE a.workspace_id = l.workspace_id AND a.lead_id = l.id) AS activities
  FROM leads l LEFT JOIN profiles p ON p.id = l.owner_id
 WHERE l.workspace_id = :workspace_id AND l.id = :leadId
