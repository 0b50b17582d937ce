-- name: trackKPI
-- title: Track KPI
-- description: Records a value of a key figure on a day; a value of that day is replaced.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no key figure with this name; listKPIs lists them, createKPI adds one.
-- param kpi string min_length=1 max_length=100: The key figure's name.
-- param value number min=-100000000000 max=100000000000: The value, in its unit.
-- param measuredOn date optional: The day that it holds for; today if absent.
-- param note string optional max_length=2000: What explains it.

WITH tracked AS (
  INSERT INTO kpi_values AS v (workspace_id, kpi_id, measured_on, user_id, value, note)
  SELECT k.workspace_id, k.id, coalesce(:measuredOn, current_date), :user_id, :value, :note
    FROM kpis k WHERE k.workspace_id = :workspace_id AND lower(k.name) = lower(:kpi)
  ON CONFLICT (kpi_id, measured_on) DO UPDATE SET value = excluded.value, note = coalesce(excluded.note, v.note), user_id = excluded.user_id
  RETURNING v.kpi_id, v.measured_on, v.value
)
SELECT k.name, t.value, k.unit, t.measured_on AS "measuredOn",
       (SELECT p.value FROM kpi_values p WHERE p.workspace_id = k.workspace_id AND p.kpi_id = k.id AND p.measured_on < t.measured_on
         ORDER BY p.measured_on DESC LIMIT 1) AS "previousValue",
       k.target, CASE WHEN k.better = 'higher' THEN t.value >= k.target ELSE t.value <= k.target END AS "targetMet"
  FROM tracked t JOIN kpis k ON k.workspace_id = :workspace_id AND k.id = t.kpi_id
