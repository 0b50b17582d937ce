-- name: deleteKPI
-- title: Delete KPI
-- description: Deletes a key figure with all its values for good.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: There is no key figure with this name; nothing was deleted.
-- param kpi string min_length=1 max_length=100: Its name.

DELETE FROM kpis k WHERE k.workspace_id = :workspace_id AND lower(k.name) = lower(:kpi) RETURNING k.name, true AS deleted
