-- revision: 0015
-- down_revision: 0014

DROP TABLE valuations;
DROP TABLE exit_plan_steps;
DROP TABLE exit_plans;
DROP TABLE kpi_values;
DROP TABLE kpis;
DROP TABLE goal_updates;
DROP TABLE goals;
