-- name: createExitPlan
-- title: Create exit plan
-- description: Adds a plan for how the owners leave the business. Only owners and admins may.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: Nothing was created.
-- on exit_plans_name: There is an exit plan with this name already.
-- on exit_plans_currency_check: currency must be three letters, like USD.
-- param name string min_length=1 max_length=200: Its name.
-- param kind enum(sale,merger,management_buyout,succession,ipo,wind_down): What is to happen.
-- param targetDate date optional: By when.
-- param targetValuation number optional min=0 max=999999999999: What the business should be worth by then.
-- param currency string default="USD" min_length=3 max_length=3: Of the valuation.
-- param notes string optional max_length=20000: Terms, people, conditions.

INSERT INTO exit_plans (workspace_id, owner_id, name, kind, target_date, target_valuation, currency, notes)
VALUES (:workspace_id, :user_id, :name, :kind, :targetDate, :targetValuation, upper(:currency), :notes)
RETURNING name, kind, status, target_date AS "targetDate", target_valuation AS "targetValuation", currency
