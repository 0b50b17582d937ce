-- revision: 0008
-- down_revision: 0007

DROP TABLE meeting_attendees;
DROP TABLE meetings;
DROP TABLE tasks;
DROP TABLE integrations;
