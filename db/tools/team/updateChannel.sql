-- name: updateChannel
-- title: Update channel
-- description: Renames a channel or sets its topic.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no channel with this name, or the user is not in it; listChannels lists them.
-- on channels_workspace_id_name_key: Another channel has this name already.
-- on channels_name_check: A channel's name has lower case letters, digits, "-" and "_" only.
-- param channel string min_length=1 max_length=80: The channel's name, without "#".
-- param newName string optional min_length=1 max_length=80: Its new name.
-- param topic string optional max_length=500: Its new topic.

UPDATE channels c SET name = coalesce(lower(ltrim(:newName, '#')), c.name), topic = coalesce(:topic, c.topic)
 WHERE c.workspace_id = :workspace_id AND lower(c.name) = lower(ltrim(:channel, '#'))
RETURNING c.id AS "channelId", c.name, c.topic
