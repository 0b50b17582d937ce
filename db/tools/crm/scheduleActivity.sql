-- name: scheduleActivity
-- title: Schedule activity
-- description: Plans something: a call, meeting or follow-up about a contact, deal or lead, at a time, for a member.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: Nothing was created.
-- on activities_about: Say whom it is about: contactId, dealId or leadId.
-- on activities_workspace_id_contact_id_fkey: There is no contact with this id; searchContacts finds ids.
-- on activities_workspace_id_deal_id_fkey: There is no deal with this id; searchDeals finds ids.
-- on activities_workspace_id_lead_id_fkey: There is no lead with this id; searchLeads finds ids.
-- param kind enum(call,email,meeting,follow_up): What it will be.
-- param subject string min_length=1 max_length=300: In one line.
-- param dueAt datetime: When.
-- param body string optional max_length=20000: What to prepare.
-- param contactId uuid optional: About this contact.
-- param dealId uuid optional: About this deal.
-- param leadId uuid optional: About this lead.
-- param owner string optional min_length=1 max_length=320: Who does it: "me", a full name or an e-mail address.

INSERT INTO activities (workspace_id, kind, subject, body, contact_id, deal_id, lead_id, user_id, due_at)
VALUES (:workspace_id, :kind, :subject, :body, :contactId, :dealId, :leadId, coalesce((SELECT app.find_member(:workspace_id, :owner)), :user_id), :dueAt)
RETURNING id AS "activityId", kind, subject, due_at AS "dueAt"
