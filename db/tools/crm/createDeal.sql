-- name: createDeal
-- title: Create deal
-- description: Adds a deal to a pipeline, in its first stage unless another is named.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: There is no such pipeline or stage; nothing was created. getPipelines lists them.
-- on deals_workspace_id_contact_id_fkey: There is no contact with this id; searchContacts finds ids.
-- on deals_workspace_id_company_id_fkey: There is no company with this id; searchCompanies finds ids.
-- on deals_currency_check: currency must be three letters, like USD.
-- param title string min_length=1 max_length=300: What it is about.
-- param value number default=0 min=0 max=999999999999: What it is worth.
-- param currency string default=USD min_length=3 max_length=3: ISO code of the value's currency.
-- param pipeline string optional max_length=100: The pipeline; the oldest if absent.
-- param stage string optional max_length=100: The stage; the first if absent.
-- param contactId uuid optional: The person to deal with.
-- param companyId uuid optional: The company; the contact's if absent.
-- param expectedClose date optional: When it should be signed.
-- param notes string optional max_length=20000: What to know about it.
-- param owner string optional min_length=1 max_length=320: Who looks after it: "me", or a member's full name or e-mail
--   address.

INSERT INTO deals (workspace_id, pipeline_id, stage_id, title, value, currency, contact_id, company_id, owner_id, expected_close, notes)
SELECT l.workspace_id, l.id, s.id, :title, :value, upper(:currency), :contactId,
       coalesce(:companyId, (SELECT c.company_id FROM contacts c WHERE c.workspace_id = :workspace_id AND c.id = :contactId)),
       coalesce((SELECT app.find_member(:workspace_id, :owner)), :user_id), :expectedClose, :notes
  FROM pipelines l
  JOIN pipeline_stages s ON s.workspace_id = l.workspace_id AND s.pipeline_id = l.id
 WHERE l.workspace_id = :workspace_id AND (:pipeline IS NULL OR lower(l.name) = lower(:pipeline))
   AND (:stage IS NULL OR lower(s.name) = lower(:stage))
 ORDER BY l.created_at, s.position
 LIMIT 1
RETURNING id AS "dealId", title, value, currency
