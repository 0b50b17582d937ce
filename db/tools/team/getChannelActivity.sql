-- name: getChannelActivity
-- title: Get channel activity
-- description: How busy each channel was in a period: messages, authors, and the last message. Without dates the last 7
--   days.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: There are no channels.
-- param from date optional: First day.
-- param to date optional: Last day; today if absent.

SELECT c.name AS channel, count(g.id) AS messages, count(DISTINCT g.author_id) AS authors, max(g.created_at) AS "lastMessageAt"
  FROM channels c
  LEFT JOIN channel_messages g ON g.workspace_id = c.workspace_id AND g.channel_id = c.id
   AND g.created_at >= coalesce(:from, current_date - 7) AND g.created_at < coalesce(:to, current_date) + 1
 WHERE c.workspace_id = :workspace_id AND c.archived_at IS NULL
 GROUP BY c.id
 ORDER BY messages DESC, c.name
