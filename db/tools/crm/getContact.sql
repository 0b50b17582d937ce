-- name: getContact
-- title: Get contact
-- description: Everything about one person: details, company, notes, open deals and how often and when they were last
--   in touch.
-- effect: read_only
-- result: row
-- when_empty: There is no contact with this id; searchContacts finds ids.
-- param contactId uuid: The contact.

SELECT c.id AS "contactId", c.full_name AS name, c.email, c.phone, c.job_title AS "jobTitle", c.company_id AS "companyId",
       k.name AS company, c.tags, c.notes, p.full_name AS owner, c.created_at AS "createdAt",
       (SELECT coalesce(json_agg(json_build_object('dealId', d.id, 'title', d.title, 'value', d.value, 'currency', d.currency)
                                 ORDER BY d.value DESC), '[]')
          FROM deals d WHERE d.workspace_id = c.workspace_id AND d.contact_id = c.id AND d.status = 'open') AS "openDeals",
       (SELECT count(*) FROM activities a WHERE a.workspace_id = c.workspace_id AND a.contact_id = c.id AND a.done_at IS NOT NULL) AS activities,
       (SELECT max(a.done_at) FROM activities a WHERE a.workspace_id = c.workspace_id AND a.contact_id = c.id) AS "lastActivityAt"
  FROM contacts c
  LEFT JOIN companies k ON k.workspace_id = c.workspace_id AND k.id = c.company_id
  LEFT JOIN profiles p ON p.id = c.owner_id
 WHERE c.workspace_id = :workspace_id AND c.id = :contactId
