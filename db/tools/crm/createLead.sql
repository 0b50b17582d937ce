-- name: createLead
-- title: Create lead
-- description: Adds a lead: somebody who might become a customer.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: Nothing was created.
-- on leads_email_check: email is no e-mail address.
-- on leads_phone_check: phone is no telephone number.
-- param name string min_length=1 max_length=200: Full name.
-- param company string optional max_length=200: Their company.
-- param email string optional max_length=320: E-mail address.
-- param phone string optional max_length=40: Telephone number.
-- param notes string optional max_length=20000: What to know about them.
-- param source enum(website,referral,event,advertising,outreach,import,other) default=other: Where they came from.
-- param score integer min=0 max=100 default=0: How promising, 0 to 100.
-- param owner string optional min_length=1 max_length=320: Who looks after it: "me", or a member's full name or e-mail
--   address.

INSERT INTO leads (workspace_id, full_name, company, email, phone, notes, source, score, owner_id)
VALUES (:workspace_id, :name, :company, :email, :phone, :notes, :source, :score, coalesce((SELECT app.find_member(:workspace_id, :owner)), :user_id))
RETURNING id AS "leadId", full_name AS name, status, score
