-- name: updateLead
-- title: Update lead
-- description: Changes a lead's details, status, score or owner. To make a customer of it use convertLead.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no lead with this id; searchLeads finds ids.
-- on leads_email_check: email is no e-mail address.
-- on leads_phone_check: phone is no telephone number.
-- param leadId uuid: The lead.
-- param name string optional min_length=1 max_length=200: Full name.
-- param company string optional max_length=200: Their company.
-- param email string optional max_length=320: E-mail address.
-- param phone string optional max_length=40: Telephone number.
-- param notes string optional max_length=20000: What to know about them.
-- param status enum(new,contacted,qualified,disqualified) optional: How far they are.
-- param score integer optional min=0 max=100: How promising, 0 to 100.
-- param owner string optional min_length=1 max_length=320: Who looks after it: "me", or a member's full name or e-mail
--   address.

UPDATE leads l
   SET full_name = coalesce(:name, l.full_name), company = coalesce(:company, l.company), email = coalesce(:email, l.email),
       phone = coalesce(:phone, l.phone), notes = coalesce(:notes, l.notes), status = coalesce(:status, l.status),
       score = coalesce(:score, l.score), owner_id = coalesce((SELECT app.find_member(:workspace_id, :owner)), l.owner_id)
 WHERE l.workspace_id = :workspace_id AND l.id = :leadId
RETURNING l.id AS "leadId", l.full_name AS name, l.status, l.score
