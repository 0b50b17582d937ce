-- name: searchDeals
-- title: Search deals
-- description: Finds deals by title, status, stage, company, owner or value, the largest first. Use it to get a dealId.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: No deal matches.
-- param search string optional max_length=200: Text in title, company or contact.
-- param status enum(open,won,lost,any) default=open: Which deals.
-- param stage string optional max_length=100: Only in this stage, by its name.
-- param pipeline string optional max_length=100: Only in this pipeline, by its name.
-- param owner string optional min_length=1 max_length=320: Only those of this member: "me", a full name or an e-mail
--   address.
-- param minValue number optional min=0: Smallest value.
-- param limit integer min=1 max=100 default=25: How many rows to return.
-- param offset integer min=0 max=100000 default=0: How many rows to skip, to page through a long list.

SELECT d.id AS "dealId", d.title, d.value, d.currency, d.status, s.name AS stage, l.name AS pipeline, k.name AS company, c.full_name AS contact,
       p.full_name AS owner, d.expected_close AS "expectedClose", d.closed_on AS "closedOn"
  FROM deals d
  JOIN pipeline_stages s ON s.workspace_id = d.workspace_id AND s.id = d.stage_id
  JOIN pipelines l ON l.workspace_id = d.workspace_id AND l.id = d.pipeline_id
  LEFT JOIN companies k ON k.workspace_id = d.workspace_id AND k.id = d.company_id
  LEFT JOIN contacts c ON c.workspace_id = d.workspace_id AND c.id = d.contact_id
  LEFT JOIN profiles p ON p.id = d.owner_id
 WHERE d.workspace_id = :workspace_id
   AND (:search IS NULL OR strpos(lower(concat_ws(' ', d.title, k.name, c.full_name)), lower(:search)) > 0)
   AND (:status = 'any' OR d.status = :status)
   AND (:stage IS NULL OR lower(s.name) = lower(:stage))
   AND (:pipeline IS NULL OR lower(l.name) = lower(:pipeline))
   AND (:owner IS NULL OR d.owner_id = (SELECT app.find_member(:workspace_id, :owner)))
   AND (:minValue IS NULL OR d.value >= :minValue)
 ORDER BY d.value DESC, d.id
OFFSET :offset
