-- name: getKPIHistory
-- title: Get KPI history
-- description: The values of a key figure over time, newest first, each with its change.
-- effect: read_only
-- result: rows
-- row_cap: 200
-- when_empty: This key figure does not exist or has no values; listKPIs lists them.
-- param kpi string min_length=1 max_length=100: Its name.
-- param since date optional: Only since this day.
-- param limit integer min=1 max=200 default=60: How many rows to return.

SELECT h.measured_on AS "measuredOn", h.value, h.change, h.unit, h.note
  FROM (SELECT v.measured_on, v.value, v.value - lag(v.value) OVER (ORDER BY v.measured_on) AS change, k.unit, v.note
          FROM kpi_values v JOIN kpis k ON k.workspace_id = v.workspace_id AND k.id = v.kpi_id
         WHERE v.workspace_id = :workspace_id AND lower(k.name) = lower(:kpi)) h
 WHERE :since IS NULL OR h.measured_on >= :since
 ORDER BY h.measured_on DESC
