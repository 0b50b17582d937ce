-- name: recordValuation
-- title: Record valuation
-- description: Records what the business is worth on a day by one method; a valuation of that day and method is
--   replaced. Only owners and admins may.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: Nothing was recorded.
-- on valuations_currency_check: currency must be three letters, like USD.
-- param amount number min=0 max=999999999999: The value.
-- param method enum(revenue_multiple,earnings_multiple,discounted_cash_flow,assets,offer,other): How it was found.
-- param valuedOn date optional: The day that it holds for; today if absent.
-- param currency string default="USD" min_length=3 max_length=3: Its currency.
-- param note string optional max_length=2000: What it rests on.

INSERT INTO valuations AS v (workspace_id, valued_on, amount, currency, method, note)
VALUES (:workspace_id, coalesce(:valuedOn, current_date), :amount, upper(:currency), :method, :note)
ON CONFLICT (workspace_id, valued_on, method) DO UPDATE
   SET amount = excluded.amount, currency = excluded.currency, note = coalesce(excluded.note, v.note)
RETURNING v.id AS "valuationId", v.valued_on AS "valuedOn", v.amount, v.currency, v.method
