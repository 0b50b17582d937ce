"""Workspaces full of marked rows, and people of every standing towards them, for tests that tenants stay apart."""
import uuid

from server_case import ISSUER

CATALOG_AGENT = "5eed0004-0000-4000-8000-000000000001"
HIRED = "5eed0004-0000-4000-8000-000000000002"
RULE = "5eed0005-0000-4000-8000-000000000001"
DEPARTMENT = "5eed0003-0000-4000-8000-000000000001"
# Rows of no workspace, which everybody may name.
COMMON = {"catalog_agent": CATALOG_AGENT, "rule": RULE, "department": DEPARTMENT}
INSIDERS = ("owner", "admin", "member")
OUTSIDERS = ("other_admin", "removed", "platform_admin")
ROLES = (*INSIDERS, *OUTSIDERS, "signed_out")


def make_people(database):
    """{role: profile id}; their tokens' subjects are "matrix-<role>". `stranger` is in the foreign workspace only."""
    people = {role: str(uuid.uuid4()) for role in (*INSIDERS, *OUTSIDERS, "stranger")}
    rows = ", ".join(f"('{i}', '{ISSUER}', 'matrix-{role}', '{role}@matrix.example', 'Person {role}', {role == 'platform_admin'})"
                     for role, i in people.items())
    database.execute(f"INSERT INTO profiles (id, issuer, subject, email, full_name, is_platform_admin) VALUES {rows}")
    return people


class World:
    """One workspace with a row of every kind that the API names by id; `marker` is in every text of it."""

    def __init__(self, database, marker, owner, members=()):
        """`members`: (profile, role) pairs beside the owner."""
        self.database, self.marker = database, marker
        kinds = ("workspace", "agent", "skill", "invitation", "memory", "policy", "tool_call")
        self.ids = {kind: str(uuid.uuid4()) for kind in kinds} | {"member": owner}
        i = self.ids
        rows = "".join(f", ('{i['workspace']}', '{person}', '{role}')" for person, role in members)
        database.execute(f"""
            BEGIN;
            INSERT INTO workspaces (id, name, created_by) VALUES ('{i['workspace']}', '{marker}', '{owner}');
            INSERT INTO workspace_members (workspace_id, user_id, role) VALUES ('{i['workspace']}', '{owner}', 'owner'){rows};
            INSERT INTO agents (id, workspace_id, ai_agent_id, name, description, system_prompt, created_by)
            VALUES ('{i['agent']}', '{i['workspace']}', '{HIRED}', '{marker}', '{marker}', '{marker}', '{owner}');
            INSERT INTO agent_skills (id, workspace_id, name, display_name, description, content, created_by)
            VALUES ('{i['skill']}', '{i['workspace']}', 's-{uuid.uuid4().hex[:8]}', '{marker}', '{marker}', '{marker}', '{owner}');
            INSERT INTO agent_skill_assignments (workspace_id, agent_id, skill_id)
            VALUES ('{i['workspace']}', '{i['agent']}', '{i['skill']}');
            INSERT INTO agent_memories (id, workspace_id, agent_id, path, content)
            VALUES ('{i['memory']}', '{i['workspace']}', '{i['agent']}', '/memories/a.md', '{marker}');
            INSERT INTO workspace_invitations (id, workspace_id, email, token_hash, invited_by, expires_at)
            VALUES ('{i['invitation']}', '{i['workspace']}', '{marker}@example.com', sha256('{i['invitation']}'::bytea), '{owner}',
                    now() + interval '1 day');
            INSERT INTO agent_tool_policies (id, workspace_id, tool_pattern, behavior)
            VALUES ('{i['policy']}', '{i['workspace']}', 'matrix.x', 'ask');
            INSERT INTO tool_calls (id, workspace_id, user_id, agent_id, tool_call_id, tool_name, args, outcome, finished_at)
            VALUES ('{i['tool_call']}', '{i['workspace']}', '{owner}', '{i['agent']}', 't0', 'getAccounts', '{{"text": "{marker}"}}', 'ok', now());
            COMMIT""")
        i.update(self.add_conversation(owner))

    def add_conversation(self, user):
        """A finished turn of a user's, with a pending approval: {"conversation": …, "run": …, "message": …, "approval": …}."""
        ids = {kind: str(uuid.uuid4()) for kind in ("conversation", "run", "message", "approval")}
        owned = f"'{ids['conversation']}', '{self.ids['workspace']}', '{user}'"
        self.database.execute(f"""
            BEGIN;
            INSERT INTO agent_conversations (id, workspace_id, user_id, agent_id, title, last_seq)
            VALUES ({owned}, '{self.ids['agent']}', '{self.marker}', 1);
            INSERT INTO agent_runs (id, conversation_id, workspace_id, user_id, agent_id, status, finished_at, first_seq, last_seq)
            VALUES ('{ids['run']}', {owned}, '{self.ids['agent']}', 'done', now(), 1, 1);
            INSERT INTO agent_messages (id, conversation_id, workspace_id, user_id, run_id, role, content)
            VALUES ('{ids['message']}', {owned}, '{ids['run']}', 'user', '{self.marker}');
            INSERT INTO agent_approvals (id, run_id, conversation_id, workspace_id, user_id, request_id, tool_call_id, tool_name, args,
                                         expires_at)
            VALUES ('{ids['approval']}', '{ids['run']}', {owned}, 'r1', 't1', 'createBudget', '{{}}', now() + interval '1 day');
            INSERT INTO agent_run_events (conversation_id, workspace_id, user_id, run_id, seq, type, data)
            VALUES ({owned}, '{ids['run']}', 1, 'done', '{{"type":"done","seq":1,"usage":{{"inputTokens":1,"outputTokens":1,
                    "cacheReadTokens":0,"cacheWriteTokens":0,"costUsd":0.0}},"turnCount":1,"stopReason":"{self.marker}",
                    "messageId":"{ids['message']}"}}');
            COMMIT""")
        return ids


def digest(database, workspaces):
    """One hash of every row of these workspaces, whatever tables there are."""
    listed = ", ".join(f"'{w}'" for w in workspaces)
    tables = [r["name"] for r in database.rows(
        "SELECT table_name AS name FROM information_schema.columns WHERE column_name = 'workspace_id' AND table_schema = 'public' ORDER BY 1")]
    parts = [f"SELECT '{t}' AS name, md5(string_agg(t::text, '' ORDER BY t::text)) AS hash FROM {t} t WHERE workspace_id IN ({listed})"
             for t in tables]
    parts.append(f"SELECT 'workspaces', md5(string_agg(w::text, '' ORDER BY w::text)) FROM workspaces w WHERE id IN ({listed})")
    return {r["name"]: r["hash"] for r in database.rows(" UNION ALL ".join(parts))}
