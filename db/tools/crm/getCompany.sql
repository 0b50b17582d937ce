-- name: getCompany
-- title: Get company
-- description: Everything about one company: details, its people and its deals.
-- effect: read_only
-- result: row
-- when_empty: There is no company with this id; searchCompanies finds ids.
-- param companyId uuid: The company.

SELECT k.id AS "companyId", k.name, k.domain, k.industry, k.employees, k.notes,
       (SELECT coalesce(json_agg(json_build_object('contactId', c.id, 'name', c.full_name, 'jobTitle', c.job_title) ORDER BY c.full_name), '[]')
          FROM contacts c WHERE c.workspace_id = k.workspace_id AND c.company_id = k.id) AS people,
       (SELECT coalesce(json_agg(json_build_object('dealId', d.id, 'title', d.title, 'status', d.status, 'value', d.value,
                                                   'currency', d.currency) ORDER BY d.created_at DESC), '[]')
          FROM deals d WHERE d.workspace_id = k.workspace_id AND d.company_id = k.id) AS deals
  FROM companies k
 WHERE k.workspace_id = :workspace_id AND k.id = :companyId
