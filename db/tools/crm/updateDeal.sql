-- name: updateDeal
-- title: Update deal
-- description: Changes a deal's title, value, people, owner, date or notes. To move it on use moveDeal, winDeal or
--   loseDeal.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no deal with this id; searchDeals finds ids.
-- on deals_workspace_id_contact_id_fkey: There is no contact with this id; searchContacts finds ids.
-- on deals_workspace_id_company_id_fkey: There is no company with this id; searchCompanies finds ids.
-- on deals_currency_check: currency must be three letters, like USD.
-- param dealId uuid: The deal.
-- param title string optional min_length=1 max_length=300: What it is about.
-- param value number optional min=0 max=999999999999: What it is worth.
-- param contactId uuid optional: The person to deal with.
-- param companyId uuid optional: The company.
-- param expectedClose date optional: When it should be signed.
-- param notes string optional max_length=20000: What to know about it.
-- param owner string optional min_length=1 max_length=320: Who looks after it: "me", or a member's full name or e-mail
--   address.

UPDATE deals d
   SET title = coalesce(:title, d.title), value = coalesce(:value, d.value), contact_id = coalesce(:contactId, d.contact_id),
       company_id = coalesce(:companyId, d.company_id), expected_close = coalesce(:expectedClose, d.expected_close),
       notes = coalesce(:notes, d.notes), owner_id = coalesce((SELECT app.find_member(:workspace_id, :owner)), d.owner_id)
 WHERE d.workspace_id = :workspace_id AND d.id = :dealId
RETURNING d.id AS "dealId", d.title, d.value, d.currency, d.status, d.expected_close AS "expectedClose"
