-- name: getContactTags
-- title: Get contact tags
-- description: Lists all tags in use with how many people have each.
-- effect: read_only
-- result: rows
-- row_cap: 200
-- when_empty: No contact has a tag.

SELECT t.tag, count(*) AS contacts
  FROM contacts c, unnest(c.tags) AS t (tag)
 WHERE c.workspace_id = :workspace_id
 GROUP BY t.tag
 ORDER BY contacts DESC, t.tag
