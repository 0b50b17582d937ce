-- name: commentOnPage
-- title: Comment on page
-- description: Writes a comment under a page.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: Nothing was created.
-- on page_comments_workspace_id_page_id_fkey: There is no page with this id; searchKnowledge and listPages find ids.
-- param pageId uuid: The page.
-- param body string min_length=1 max_length=10000: The comment.

INSERT INTO page_comments (workspace_id, page_id, author_id, body) VALUES (:workspace_id, :pageId, :user_id, :body)
RETURNING id AS "commentId", created_at AS "createdAt"
