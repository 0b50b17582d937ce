-- name: updateCompany
-- title: Update company
-- description: Changes a company's details. What is not given stays as it is.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no company with this id; searchCompanies finds ids.
-- on companies_name: A company with this name exists already; searchCompanies finds it.
-- param companyId uuid: The company.
-- param name string optional min_length=1 max_length=200: Its name.
-- param domain string optional max_length=200: Its internet domain.
-- param industry string optional max_length=100: What it is in.
-- param employees integer optional min=0 max=10000000: How many people work there.
-- param notes string optional max_length=20000: What to know about it.

UPDATE companies k
   SET name = coalesce(:name, k.name), domain = coalesce(:domain, k.domain), industry = coalesce(:industry, k.industry),
       employees = coalesce(:employees, k.employees), notes = coalesce(:notes, k.notes)
 WHERE k.workspace_id = :workspace_id AND k.id = :companyId
RETURNING k.id AS "companyId", k.name, k.domain, k.industry, k.employees
