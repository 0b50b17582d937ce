-- name: createContact
-- title: Create contact
-- description: Adds a person. Look with searchContacts first whether they are there already.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: There is no company with this name; nothing was created. searchCompanies lists them, createCompany adds
--   one.
-- on contacts_email: Another contact has this e-mail address already; searchContacts finds it.
-- on contacts_email_check: email is no e-mail address.
-- on contacts_phone_check: phone is no telephone number.
-- param name string min_length=1 max_length=200: Full name.
-- param email string optional max_length=320: E-mail address.
-- param phone string optional max_length=40: Telephone number.
-- param jobTitle string optional max_length=200: What they do.
-- param company string optional min_length=1 max_length=200: Their company, by its name; it must exist (createCompany).
-- param notes string optional max_length=20000: What to know about them.
-- param tags array(string) max_items=20 default=[]: Words to find them by.
-- param owner string optional min_length=1 max_length=320: Who looks after it: "me", or a member's full name or e-mail
--   address.

INSERT INTO contacts (workspace_id, full_name, email, phone, job_title, company_id, notes, tags, owner_id)
SELECT :workspace_id, :name, :email, :phone, :jobTitle, k.id, :notes,
       ARRAY(SELECT DISTINCT lower(t) FROM unnest(:tags) t), coalesce((SELECT app.find_member(:workspace_id, :owner)), :user_id)
  FROM (SELECT 1) one
  LEFT JOIN companies k ON k.workspace_id = :workspace_id AND lower(k.name) = lower(:company)
 WHERE :company IS NULL OR k.id IS NOT NULL
RETURNING id AS "contactId", full_name AS name, email
