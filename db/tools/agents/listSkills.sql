-- name: listSkills
-- title: List skills
-- description: Lists the workspace's written instructions for kinds of work, and which agents have them.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: There are no skills here.

SELECT s.name, s.display_name AS title, s.description, s.is_active AS "isActive",
       (SELECT coalesce(json_agg(a.name ORDER BY a.name), '[]') FROM agent_skill_assignments x
          JOIN agents a ON a.workspace_id = x.workspace_id AND a.id = x.agent_id
         WHERE x.workspace_id = s.workspace_id AND x.skill_id = s.id AND a.unhired_at IS NULL) AS agents
  FROM agent_skills s
 WHERE s.workspace_id = :workspace_id
 ORDER BY s.name
