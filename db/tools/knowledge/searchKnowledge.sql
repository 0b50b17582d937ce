-- name: searchKnowledge
-- title: Search knowledge
-- description: Searches the workspace's pages for words, the best match first, with a passage around them. Use it first
--   when the user asks how something is done here. Understands "exact phrases", OR and -without.
-- effect: read_only
-- result: rows
-- row_cap: 50
-- when_empty: No page has these words. Try fewer or other words, or listPages.
-- param query string min_length=1 max_length=300: What to look for.
-- param category string optional min_length=1 max_length=100: Only this category, by its name.
-- param limit integer min=1 max=50 default=10: How many rows to return.

SELECT p.id AS "pageId", p.title, c.name AS category, p.updated_at AS "updatedAt",
       ts_headline('simple', p.body, q, 'MaxFragments=2, MaxWords=30, MinWords=10, StartSel=**, StopSel=**') AS passage
  FROM websearch_to_tsquery('simple', :query) q
  JOIN pages p ON app.page_words(p.title, p.body) @@ q
  LEFT JOIN knowledge_categories c ON c.workspace_id = p.workspace_id AND c.id = p.category_id
 WHERE p.workspace_id = :workspace_id AND p.archived_at IS NULL AND (:category IS NULL OR lower(c.name) = lower(:category))
 ORDER BY ts_rank(app.page_words(p.title, p.body), q) DESC, p.updated_at DESC
