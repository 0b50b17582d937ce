-- name: getSalesResults
-- title: Get sales results
-- description: Deals won and lost by month of closing, newest first: numbers, values and the share won in percent.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: No deal was closed in this time.
-- param from month optional: First month.
-- param to month optional: Last month.
-- param limit integer min=1 max=60 default=12: How many rows to return.

SELECT to_char(d.closed_on, 'YYYY-MM') AS month, d.currency, count(*) FILTER (WHERE d.status = 'won') AS won,
       count(*) FILTER (WHERE d.status = 'lost') AS lost, coalesce(sum(d.value) FILTER (WHERE d.status = 'won'), 0) AS "wonValue",
       coalesce(sum(d.value) FILTER (WHERE d.status = 'lost'), 0) AS "lostValue",
       round(100.0 * count(*) FILTER (WHERE d.status = 'won') / count(*), 1) AS "wonPercent"
  FROM deals d
 WHERE d.workspace_id = :workspace_id AND d.status <> 'open'
   AND (:from IS NULL OR d.closed_on >= :from) AND (:to IS NULL OR d.closed_on < (:to + interval '1 month')::date)
 GROUP BY 1, 2
 ORDER BY 1 DESC, 2
