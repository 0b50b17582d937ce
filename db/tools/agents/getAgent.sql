-- name: getAgent
-- title: Get agent
-- description: One agent with its instructions, tools, skills and how much it remembers.
-- effect: read_only
-- result: row
-- when_empty: No agent of this name works here; listAgents lists them.
-- param agent string min_length=1 max_length=100: Its name.

SELECT a.name, a.description, a.model, a.system_prompt AS instructions, a.tools, a.is_active AS "isActive", a.hired_at AS "hiredAt", u.full_name AS "hiredBy",
       (SELECT coalesce(json_agg(s.name ORDER BY s.name), '[]') FROM agent_skill_assignments x
          JOIN agent_skills s ON s.workspace_id = x.workspace_id AND s.id = x.skill_id
         WHERE x.workspace_id = a.workspace_id AND x.agent_id = a.id) AS skills,
       (SELECT count(*) FROM agent_memories m WHERE m.workspace_id = a.workspace_id AND m.agent_id = a.id) AS memories
  FROM agents a
  LEFT JOIN profiles u ON u.id = a.created_by
 WHERE a.workspace_id = :workspace_id AND lower(a.name) = lower(:agent) AND a.unhired_at IS NULL
 ORDER BY a.hired_at LIMIT 1
