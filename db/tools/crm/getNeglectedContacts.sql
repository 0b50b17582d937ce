-- name: getNeglectedContacts
-- title: Get neglected contacts
-- description: People that nobody was in touch with for a while, the longest first; those never contacted come before
--   all. For "whom should I call".
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: Everybody was contacted in that time.
-- param days integer min=1 max=3650 default=60: For how many days.
-- param owner string optional min_length=1 max_length=320: Only those of this member: "me", a full name or an e-mail
--   address.
-- param limit integer min=1 max=100 default=25: How many rows to return.

SELECT c.id AS "contactId", c.full_name AS name, c.email, k.name AS company, max(a.done_at) AS "lastActivityAt", p.full_name AS owner
  FROM contacts c
  LEFT JOIN companies k ON k.workspace_id = c.workspace_id AND k.id = c.company_id
  LEFT JOIN profiles p ON p.id = c.owner_id
  LEFT JOIN activities a ON a.workspace_id = c.workspace_id AND a.contact_id = c.id AND a.done_at IS NOT NULL
 WHERE c.workspace_id = :workspace_id AND (:owner IS NULL OR c.owner_id = (SELECT app.find_member(:workspace_id, :owner)))
 GROUP BY c.id, k.name, p.full_name
HAVING coalesce(max(a.done_at), '-infinity') < now() - make_interval(days => :days::int)
 ORDER BY max(a.done_at) NULLS FIRST, c.full_name
