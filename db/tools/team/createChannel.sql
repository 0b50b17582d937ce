-- name: createChannel
-- title: Create channel
-- description: Adds a channel; the user joins it at once.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: Nothing was created.
-- on channels_workspace_id_name_key: A channel with this name exists already.
-- on channels_name_check: A channel's name has lower case letters, digits, "-" and "_" only.
-- param name string min_length=1 max_length=80: Its name: lower case letters, digits, "-" and "_".
-- param topic string optional max_length=500: What it is for.
-- param isPrivate boolean default=false: Whether only its members see it.

INSERT INTO channels (workspace_id, name, topic, is_private, created_by)
VALUES (:workspace_id, lower(ltrim(:name, '#')), :topic, :isPrivate, :user_id)
RETURNING id AS "channelId", name, topic, is_private AS "isPrivate"
