-- name: getMember
-- title: Get member
-- description: What one member is doing: role, open tasks, next meetings, and the channels they are in.
-- effect: read_only
-- result: row
-- when_empty: Nobody is called that; listMembers lists everybody.
-- param member string min_length=1 max_length=320: Who: "me", a full name or an e-mail address.

SELECT u.id AS "userId", u.full_name AS name, u.email, m.role, u.time_zone AS "timeZone",
       (SELECT count(*) FROM tasks k WHERE k.workspace_id = m.workspace_id AND k.assignee_id = m.user_id AND k.status IN ('todo', 'in_progress')) AS "openTasks",
       (SELECT coalesce(json_agg(json_build_object('title', n.title, 'startsAt', n.starts_at) ORDER BY n.starts_at), '[]')
          FROM (SELECT e.title, e.starts_at FROM meetings e JOIN meeting_attendees a ON a.workspace_id = e.workspace_id AND a.meeting_id = e.id
                 WHERE e.workspace_id = m.workspace_id AND a.user_id = m.user_id AND e.ends_at > now() ORDER BY e.starts_at LIMIT 3) n) AS "nextMeetings",
       ARRAY(SELECT c.name FROM channel_members x JOIN channels c ON c.workspace_id = x.workspace_id AND c.id = x.channel_id
              WHERE x.workspace_id = m.workspace_id AND x.user_id = m.user_id ORDER BY c.name) AS channels
  FROM workspace_members m JOIN profiles u ON u.id = m.user_id
 WHERE m.workspace_id = :workspace_id AND m.user_id = (SELECT app.find_member(:workspace_id, :member))
