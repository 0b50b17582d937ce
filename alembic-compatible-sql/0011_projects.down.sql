-- revision: 0011
-- down_revision: 0010

DROP TABLE time_entries;
DROP TABLE task_dependencies;
DROP TABLE task_comments;
ALTER TABLE tasks
  DROP CONSTRAINT tasks_milestone_fkey, DROP CONSTRAINT tasks_project_fkey,
  DROP COLUMN labels, DROP COLUMN estimate_hours, DROP COLUMN milestone_id, DROP COLUMN project_id;
DROP INDEX tasks_due;
DROP TABLE milestones;
DROP TABLE project_members;
DROP TABLE projects;
DROP TABLE workspace_departments;
