-- name: listAgents
-- title: List agents
-- description: Lists the agents that work in this workspace and what each is for.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: No agent works here.
-- param search string optional min_length=1 max_length=200: Text in the name or description.

SELECT a.name, a.description, a.model, a.is_active AS "isActive", a.hired_at AS "hiredAt", a.id = :agent_id AS "isYou",
       (SELECT coalesce(json_agg(s.name ORDER BY s.name), '[]') FROM agent_skill_assignments x
          JOIN agent_skills s ON s.workspace_id = x.workspace_id AND s.id = x.skill_id
         WHERE x.workspace_id = a.workspace_id AND x.agent_id = a.id AND s.is_active) AS skills
  FROM agents a
 WHERE a.workspace_id = :workspace_id AND a.unhired_at IS NULL
   AND (:search IS NULL OR strpos(lower(concat_ws(E'\n', a.name, a.description)), lower(:search)) > 0)
 ORDER BY lower(a.name), a.id
