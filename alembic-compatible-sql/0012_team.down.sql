-- revision: 0012
-- down_revision: 0011

DROP TABLE direct_messages;
DROP TABLE message_reactions;
DROP TABLE channel_messages;
DROP TABLE channel_members;
DROP TABLE channels;
DROP FUNCTION app.my_channel_ids();
DROP FUNCTION app.join_own_channel();
