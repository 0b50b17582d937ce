-- name: getValuationHistory
-- title: Get valuation history
-- description: What the business was worth over time, newest first, each with the change since the one before by the
--   same method.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: There are no valuations that the user may see; recordValuation adds one.
-- param method enum(revenue_multiple,earnings_multiple,discounted_cash_flow,assets,offer,other) optional: Only found
--   this way.

SELECT v.valued_on AS "valuedOn", v.amount, v.currency, v.method,
       v.amount - lag(v.amount) OVER (PARTITION BY v.method, v.currency ORDER BY v.valued_on) AS change, v.note
  FROM valuations v
 WHERE v.workspace_id = :workspace_id AND (:method IS NULL OR v.method = :method)
 ORDER BY v.valued_on DESC, v.method
