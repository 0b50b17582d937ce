-- name: searchContacts
-- title: Search contacts
-- description: Finds people by name, e-mail, company, tag or owner, most recently changed first. Use it to get a
--   contactId before reading or changing a contact.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: No contact matches. Try a shorter search.
-- param search string optional max_length=200: Text in name, e-mail, phone or company.
-- param company string optional max_length=200: Only people of this company, by its name.
-- param tag string optional max_length=50: Only with this tag.
-- param owner string optional min_length=1 max_length=320: Only those of this member: "me", a full name or an e-mail
--   address.
-- param limit integer min=1 max=100 default=25: How many rows to return.
-- param offset integer min=0 max=100000 default=0: How many rows to skip, to page through a long list.

SELECT c.id AS "contactId", c.full_name AS name, c.email, c.phone, c.job_title AS "jobTitle", k.name AS company, c.tags, p.full_name AS owner
  FROM contacts c
  LEFT JOIN companies k ON k.workspace_id = c.workspace_id AND k.id = c.company_id
  LEFT JOIN profiles p ON p.id = c.owner_id
 WHERE c.workspace_id = :workspace_id
   AND (:search IS NULL OR strpos(lower(concat_ws(' ', c.full_name, c.email, c.phone, k.name)), lower(:search)) > 0)
   AND (:company IS NULL OR lower(k.name) = lower(:company))
   AND (:tag IS NULL OR c.tags @> ARRAY[lower(:tag)])
   AND (:owner IS NULL OR c.owner_id = (SELECT app.find_member(:workspace_id, :owner)))
 ORDER BY c.updated_at DESC, c.id
OFFSET :offset
