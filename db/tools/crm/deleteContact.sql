-- name: deleteContact
-- title: Delete contact
-- description: Deletes a person and their activities for good; their deals stay. Ask the user before you use it.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: There is no contact with this id; searchContacts finds ids.
-- param contactId uuid: The contact.

DELETE FROM contacts c WHERE c.workspace_id = :workspace_id AND c.id = :contactId
RETURNING c.id AS "contactId", c.full_name AS name, true AS deleted
