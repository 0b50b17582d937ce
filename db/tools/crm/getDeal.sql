-- name: getDeal
-- title: Get deal
-- description: Everything about one deal: value, stage, people, notes, days in its stage, and its last activities.
-- effect: read_only
-- result: row
-- when_empty: There is no deal with this id; searchDeals finds ids.
-- param dealId uuid: The deal.

SELECT d.id AS "dealId", d.title, d.value, d.currency, d.status, l.name AS pipeline, s.name AS stage, s.probability,
       (current_date - d.stage_since::date) AS "daysInStage", d.company_id AS "companyId", k.name AS company, d.contact_id AS "contactId",
       c.full_name AS contact, p.full_name AS owner, d.expected_close AS "expectedClose", d.closed_on AS "closedOn",
       d.lost_reason AS "lostReason", d.notes,
       (SELECT coalesce(json_agg(json_build_object('activityId', a.id, 'kind', a.kind, 'subject', a.subject, 'at', a.at, 'done', a.done)), '[]')
          FROM (SELECT a.id, a.kind, a.subject, coalesce(a.done_at, a.due_at) AS at, a.done_at IS NOT NULL AS done FROM activities a
                 WHERE a.workspace_id = d.workspace_id AND a.deal_id = d.id ORDER BY at DESC LIMIT 10) a) AS activities
  FROM deals d
  JOIN pipeline_stages s ON s.workspace_id = d.workspace_id AND s.id = d.stage_id
  JOIN pipelines l ON l.workspace_id = d.workspace_id AND l.id = d.pipeline_id
  LEFT JOIN companies k ON k.workspace_id = d.workspace_id AND k.id = d.company_id
  LEFT JOIN contacts c ON c.workspace_id = d.workspace_id AND c.id = d.contact_id
  LEFT JOIN profiles p ON p.id = d.owner_id
 WHERE d.workspace_id = :workspace_id AND d.id = :dealId
