-- revision: 0004
-- down_revision: 0003

DROP TABLE agent_memories;
DROP TABLE agent_skill_assignments;
DROP TABLE agent_skills;
DROP TABLE agents;
