-- name: searchLeads
-- title: Search leads
-- description: Finds leads (people who might become customers) by name, company, status, source, score or owner, the
--   highest score first.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: No lead matches.
-- param search string optional max_length=200: Text in name, company or e-mail.
-- param status enum(open,new,contacted,qualified,converted,disqualified,any) default=open: Which leads; open is new,
--   contacted and qualified.
-- param source enum(website,referral,event,advertising,outreach,import,other) optional: Only from this source.
-- param minScore integer optional min=0 max=100: Lowest score.
-- param owner string optional min_length=1 max_length=320: Only those of this member: "me", a full name or an e-mail
--   address.
-- param limit integer min=1 max=100 default=25: How many rows to return.
-- param offset integer min=0 max=100000 default=0: How many rows to skip, to page through a long list.

SELECT l.id AS "leadId", l.full_name AS name, l.company, l.email, l.phone, l.source, l.status, l.score, p.full_name AS owner, l.created_at AS "createdAt"
  FROM leads l LEFT JOIN profiles p ON p.id = l.owner_id
 WHERE l.workspace_id = :workspace_id
   AND (:search IS NULL OR strpos(lower(concat_ws(' ', l.full_name, l.company, l.email)), lower(:search)) > 0)
   AND (:status = 'any' OR l.status = :status OR (:status = 'open' AND l.status IN ('new', 'contacted', 'qualified')))
   AND (:source IS NULL OR l.source = :source)
   AND (:minScore IS NULL OR l.score >= :minScore)
   AND (:owner IS NULL OR l.owner_id = (SELECT app.find_member(:workspace_id, :owner)))
 ORDER BY l.score DESC, l.created_at DESC, l.id
OFFSET :offset
