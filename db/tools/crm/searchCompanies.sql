-- name: searchCompanies
-- title: Search companies
-- description: Finds companies by name, domain or industry, with numbers of contacts and open deals.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: No company matches.
-- param search string optional max_length=200: Text in name, domain or industry.
-- param limit integer min=1 max=100 default=25: How many rows to return.
-- param offset integer min=0 max=100000 default=0: How many rows to skip, to page through a long list.

SELECT k.id AS "companyId", k.name, k.domain, k.industry, k.employees,
       (SELECT count(*) FROM contacts c WHERE c.workspace_id = k.workspace_id AND c.company_id = k.id) AS contacts,
       (SELECT count(*) FROM deals d WHERE d.workspace_id = k.workspace_id AND d.company_id = k.id AND d.status = 'open') AS "openDeals"
  FROM companies k
 WHERE k.workspace_id = :workspace_id
   AND (:search IS NULL OR strpos(lower(concat_ws(' ', k.name, k.domain, k.industry)), lower(:search)) > 0)
 ORDER BY k.name
OFFSET :offset
