-- name: tagContacts
-- title: Tag contacts
-- description: Adds tags to people, and takes others away.
-- effect: writes
-- idempotent: yes
-- result: rows
-- row_cap: 100
-- when_empty: None of these contacts exists; nothing was changed.
-- param contactIds array(uuid) min_items=1 max_items=100: The contacts.
-- param add array(string) max_items=20 default=[]: Tags to add.
-- param remove array(string) max_items=20 default=[]: Tags to take away.

UPDATE contacts c
   SET tags = ARRAY(SELECT DISTINCT t FROM unnest(c.tags || ARRAY(SELECT lower(a) FROM unnest(:add) a)) t
                     WHERE t <> ALL (ARRAY(SELECT lower(r) FROM unnest(:remove) r)) ORDER BY t)
 WHERE c.workspace_id = :workspace_id AND c.id = ANY (:contactIds)
RETURNING c.id AS "contactId", c.full_name AS name, c.tags
