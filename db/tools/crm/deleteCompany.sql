-- name: deleteCompany
-- title: Delete company
-- description: Deletes a company for good; its people and deals stay without one. Ask the user before you use it.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: There is no company with this id; searchCompanies finds ids.
-- param companyId uuid: The company.

DELETE FROM companies k WHERE k.workspace_id = :workspace_id AND k.id = :companyId
RETURNING k.id AS "companyId", k.name, true AS deleted
