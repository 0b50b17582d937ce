-- revision: 0003
-- down_revision: 0002

DROP TABLE model_prices;
DROP TABLE agent_rules;
ALTER TABLE ai_agents DROP CONSTRAINT ai_agents_published_version_fkey;
DROP TABLE ai_agent_versions;
DROP TABLE ai_agents;
DROP TABLE departments;
