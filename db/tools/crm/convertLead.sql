-- name: convertLead
-- title: Convert lead
-- description: Makes a contact of a lead, with its company, and marks the lead as converted. Add a deal with createDeal
--   afterwards.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: There is no such lead, or it is converted already; nothing was changed.
-- on contacts_email: A contact with this e-mail address exists already; searchContacts finds it.
-- param leadId uuid: The lead.

WITH lead AS (
  SELECT l.* FROM leads l WHERE l.workspace_id = :workspace_id AND l.id = :leadId AND l.status <> 'converted'
), found_company AS (
  SELECT k.id FROM companies k, lead WHERE k.workspace_id = :workspace_id AND lower(k.name) = lower(lead.company)
), new_company AS (
  INSERT INTO companies (workspace_id, name) SELECT :workspace_id, lead.company FROM lead
   WHERE lead.company <> '' AND NOT EXISTS (SELECT FROM found_company) RETURNING id
), contact AS (
  INSERT INTO contacts (workspace_id, full_name, email, phone, notes, owner_id, company_id)
  SELECT :workspace_id, lead.full_name, lead.email, lead.phone, lead.notes, lead.owner_id,
         coalesce((SELECT id FROM found_company), (SELECT id FROM new_company)) FROM lead
  RETURNING id, full_name, company_id
), marked AS (
  UPDATE leads l SET status = 'converted', contact_id = contact.id FROM contact
   WHERE l.workspace_id = :workspace_id AND l.id = :leadId RETURNING l.id
)
SELECT marked.id AS "leadId", contact.id AS "contactId", contact.full_name AS name, contact.company_id AS "companyId" FROM contact, marked
