-- name: getUpcomingActivities
-- title: Get upcoming activities
-- description: What is planned, the earliest first, with what is overdue. For "what do I have to do with customers this
--   week".
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: Nothing is planned.
-- param days integer min=0 max=365 default=7: How many days ahead.
-- param whose enum(mine,everyone) default=mine: The user's own, or everybody's.
-- param limit integer min=1 max=100 default=25: How many rows to return.

SELECT a.id AS "activityId", a.kind, a.subject, a.due_at AS "dueAt", a.due_at < now() AS overdue, c.full_name AS contact, d.title AS deal,
       l.full_name AS lead, p.full_name AS owner
  FROM activities a
  LEFT JOIN contacts c ON c.workspace_id = a.workspace_id AND c.id = a.contact_id
  LEFT JOIN deals d ON d.workspace_id = a.workspace_id AND d.id = a.deal_id
  LEFT JOIN leads l ON l.workspace_id = a.workspace_id AND l.id = a.lead_id
  LEFT JOIN profiles p ON p.id = a.user_id
 WHERE a.workspace_id = :workspace_id AND a.done_at IS NULL AND a.due_at < now() + make_interval(days => :days::int)
   AND (:whose = 'everyone' OR a.user_id = :user_id)
 ORDER BY a.due_at, a.id
