-- name: getRunway
-- title: Get runway
-- description: How long the money lasts: the balance of all active accounts, the average monthly result of the last
--   full months, and the months left if it goes on like that (null when more comes in than goes out).
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: The workspace has no active accounts.
-- param months integer min=1 max=24 default=6: How many full months to average over.
-- param asOf date optional: The day to look from; today if absent.

SELECT b.currency, b.balance, r.net AS "averageMonthlyNet", r.spending AS "averageMonthlySpending", r.months AS "fullMonths",
       CASE WHEN r.net < 0 THEN round(b.balance / -r.net, 1) END AS "monthsLeft"
  FROM (SELECT a.currency, sum(a.opening_balance + coalesce((SELECT sum(t.amount) FROM transactions t
               WHERE t.workspace_id = a.workspace_id AND t.account_id = a.id AND t.date <= coalesce(:asOf, current_date)), 0)) AS balance
          FROM accounts a WHERE a.workspace_id = :workspace_id AND a.is_active GROUP BY a.currency) b
  LEFT JOIN (SELECT m.currency, round(avg(m.net), 2) AS net, round(avg(m.spending), 2) AS spending, count(*) AS months
          FROM (SELECT a.currency, sum(t.amount) AS net, -sum(t.amount) FILTER (WHERE t.amount < 0) AS spending
                  FROM transactions t
                  JOIN accounts a ON a.workspace_id = t.workspace_id AND a.id = t.account_id
                  LEFT JOIN categories c ON c.workspace_id = t.workspace_id AND c.id = t.category_id
                 WHERE t.workspace_id = :workspace_id AND c.kind IS DISTINCT FROM 'transfer'
                   AND t.date >= (date_trunc('month', coalesce(:asOf, current_date)::timestamp) - make_interval(months => :months::int))::date
                   AND t.date < date_trunc('month', coalesce(:asOf, current_date)::timestamp)::date
                 GROUP BY a.currency, date_trunc('month', t.date)) m
         GROUP BY m.currency) r ON r.currency = b.currency
 ORDER BY b.currency
