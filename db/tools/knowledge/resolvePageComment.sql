-- name: resolvePageComment
-- title: Resolve page comment
-- description: Marks a comment as resolved.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no comment with this id; getPageComments finds ids.
-- param commentId uuid: The comment.

UPDATE page_comments c SET resolved_at = coalesce(c.resolved_at, now()) WHERE c.workspace_id = :workspace_id AND c.id = :commentId
RETURNING c.id AS "commentId", c.resolved_at AS "resolvedAt"
