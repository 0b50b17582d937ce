-- name: getBlockedNumbers
-- title: Get blocked numbers
-- description: Lists the numbers that nobody here can call or write to, and why.
-- effect: read_only
-- result: rows
-- row_cap: 200
-- when_empty: No number is blocked.

SELECT b.number, c.full_name AS contact, b.reason, u.full_name AS "blockedBy", b.created_at AS since
  FROM blocked_numbers b
  LEFT JOIN LATERAL (SELECT k.full_name FROM contacts k WHERE k.workspace_id = b.workspace_id
                        AND regexp_replace(k.phone, '[ ()./-]', '', 'g') = b.number ORDER BY k.id LIMIT 1) c ON true
  LEFT JOIN profiles u ON u.id = b.blocked_by
 WHERE b.workspace_id = :workspace_id
 ORDER BY b.created_at DESC, b.number
