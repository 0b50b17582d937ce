-- name: getActivities
-- title: Get activities
-- description: Lists calls, e-mails, meetings, notes and follow-ups, newest first, filtered by kind, person or deal.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: No activity matches.
-- param kind enum(call,email,meeting,note,follow_up) optional: Only this kind.
-- param contactId uuid optional: About this contact.
-- param dealId uuid optional: About this deal.
-- param leadId uuid optional: About this lead.
-- param state enum(done,planned,any) default=any: What was done, or what is planned.
-- param limit integer min=1 max=100 default=25: How many rows to return.

SELECT a.id AS "activityId", a.kind, a.subject, a.due_at AS "dueAt", a.done_at AS "doneAt", c.full_name AS contact, d.title AS deal,
       l.full_name AS lead, p.full_name AS by
  FROM activities a
  LEFT JOIN contacts c ON c.workspace_id = a.workspace_id AND c.id = a.contact_id
  LEFT JOIN deals d ON d.workspace_id = a.workspace_id AND d.id = a.deal_id
  LEFT JOIN leads l ON l.workspace_id = a.workspace_id AND l.id = a.lead_id
  LEFT JOIN profiles p ON p.id = a.user_id
 WHERE a.workspace_id = :workspace_id AND (:kind IS NULL OR a.kind = :kind) AND (:contactId IS NULL OR a.contact_id = :contactId)
   AND (:dealId IS NULL OR a.deal_id = :dealId) AND (:leadId IS NULL OR a.lead_id = :leadId)
   AND (:state = 'any' OR (a.done_at IS NOT NULL) = (:state = 'done'))
 ORDER BY coalesce(a.done_at, a.due_at) DESC, a.id
