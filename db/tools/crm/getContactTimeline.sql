-- name: getContactTimeline
-- title: Get contact timeline
-- description: What happened with one person: activities of their own and of their deals, newest first.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: Nothing is recorded about this contact.
-- param contactId uuid: The contact.
-- param limit integer min=1 max=100 default=30: How many rows to return.

SELECT a.id AS "activityId", a.kind, a.subject, a.body, coalesce(a.done_at, a.due_at) AS at, a.done_at IS NOT NULL AS done, d.title AS deal,
       p.full_name AS by
  FROM activities a
  LEFT JOIN deals d ON d.workspace_id = a.workspace_id AND d.id = a.deal_id
  LEFT JOIN profiles p ON p.id = a.user_id
 WHERE a.workspace_id = :workspace_id AND (a.contact_id = :contactId OR d.contact_id = :contactId)
 ORDER BY at DESC, a.id
