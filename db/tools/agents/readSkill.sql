-- name: readSkill
-- title: Read skill
-- description: Reads the instructions of one skill.
-- effect: read_only
-- result: row
-- byte_cap: 400000
-- when_empty: There is no active skill with this name; listSkills lists them.
-- param skill string min_length=1 max_length=100: Its name, like "monthly-close".

SELECT s.name, s.display_name AS title, s.description, s.content
  FROM agent_skills s
 WHERE s.workspace_id = :workspace_id AND s.name = lower(:skill) AND s.is_active
