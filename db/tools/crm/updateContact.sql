-- name: updateContact
-- title: Update contact
-- description: Changes a person's details. What is not given stays as it is.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no such contact or company; nothing was changed. searchContacts and searchCompanies find them.
-- on contacts_email: Another contact has this e-mail address already; searchContacts finds it.
-- on contacts_email_check: email is no e-mail address.
-- on contacts_phone_check: phone is no telephone number.
-- param contactId uuid: The contact.
-- param name string optional min_length=1 max_length=200: Full name.
-- param email string optional max_length=320: E-mail address.
-- param phone string optional max_length=40: Telephone number.
-- param jobTitle string optional max_length=200: What they do.
-- param company string optional min_length=1 max_length=200: Their company, by its name; it must exist (createCompany).
-- param notes string optional max_length=20000: What to know about them.
-- param owner string optional min_length=1 max_length=320: Who looks after it: "me", or a member's full name or e-mail
--   address.

UPDATE contacts c
   SET full_name = coalesce(:name, c.full_name), email = coalesce(:email, c.email), phone = coalesce(:phone, c.phone),
       job_title = coalesce(:jobTitle, c.job_title), company_id = coalesce(k.id, c.company_id), notes = coalesce(:notes, c.notes),
       owner_id = coalesce((SELECT app.find_member(:workspace_id, :owner)), c.owner_id)
  FROM (SELECT 1) one
  LEFT JOIN companies k ON k.workspace_id = :workspace_id AND lower(k.name) = lower(:company)
 WHERE c.workspace_id = :workspace_id AND c.id = :contactId AND (:company IS NULL OR k.id IS NOT NULL)
RETURNING c.id AS "contactId", c.full_name AS name, c.email, c.phone, c.job_title AS "jobTitle"
