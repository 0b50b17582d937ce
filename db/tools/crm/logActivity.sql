-- name: logActivity
-- title: Log activity
-- description: Records something that was done: a call, e-mail, meeting or note about a contact, deal or lead.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: Nothing was created.
-- on activities_about: Say whom it is about: contactId, dealId or leadId.
-- on activities_workspace_id_contact_id_fkey: There is no contact with this id; searchContacts finds ids.
-- on activities_workspace_id_deal_id_fkey: There is no deal with this id; searchDeals finds ids.
-- on activities_workspace_id_lead_id_fkey: There is no lead with this id; searchLeads finds ids.
-- param kind enum(call,email,meeting,note,follow_up): What it was.
-- param subject string min_length=1 max_length=300: In one line.
-- param body string optional max_length=20000: What was said or decided.
-- param contactId uuid optional: About this contact.
-- param dealId uuid optional: About this deal.
-- param leadId uuid optional: About this lead.
-- param at datetime optional: When; now if absent.

INSERT INTO activities (workspace_id, kind, subject, body, contact_id, deal_id, lead_id, user_id, done_at)
VALUES (:workspace_id, :kind, :subject, :body, :contactId, :dealId, :leadId, :user_id, coalesce(:at, now()))
RETURNING id AS "activityId", kind, subject, done_at AS "doneAt"
