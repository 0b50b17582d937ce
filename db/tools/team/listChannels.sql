-- name: listChannels
-- title: List channels
-- description: Lists channels with topic, number of members and of unread messages for the user. Private ones only
--   where the user is in them.
-- effect: read_only
-- result: rows
-- row_cap: 200
-- when_empty: There are no channels; createChannel adds one.
-- param includeArchived boolean default=false: Also list archived channels.

SELECT c.id AS "channelId", c.name, c.topic, c.is_private AS "isPrivate", x.user_id IS NOT NULL AS joined,
       (SELECT count(*) FROM channel_members n WHERE n.workspace_id = c.workspace_id AND n.channel_id = c.id) AS members,
       (SELECT count(*) FROM channel_messages g WHERE g.workspace_id = c.workspace_id AND g.channel_id = c.id AND g.created_at > x.last_read_at
           AND g.author_id IS DISTINCT FROM :user_id) AS unread
  FROM channels c
  LEFT JOIN channel_members x ON x.workspace_id = c.workspace_id AND x.channel_id = c.id AND x.user_id = :user_id
 WHERE c.workspace_id = :workspace_id AND (c.archived_at IS NULL OR :includeArchived)
 ORDER BY c.name
