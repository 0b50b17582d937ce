-- name: createCompany
-- title: Create company
-- description: Adds a company. Look with searchCompanies first.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: Nothing was created.
-- on companies_name: A company with this name exists already; searchCompanies finds it.
-- param name string min_length=1 max_length=200: Its name.
-- param domain string optional max_length=200: Its internet domain.
-- param industry string optional max_length=100: What it is in.
-- param employees integer optional min=0 max=10000000: How many people work there.
-- param notes string optional max_length=20000: What to know about it.

INSERT INTO companies (workspace_id, name, domain, industry, employees, notes)
VALUES (:workspace_id, :name, :domain, :industry, :employees, :notes)
RETURNING id AS "companyId", name
