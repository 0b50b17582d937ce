"""What the Python tests of the schema share: a throw-away cluster with the newest schema and the demo data, and
transactions as a user, through a real login of the server's role."""
import os
import shutil
import subprocess
import tempfile
import unittest
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2

ROOT = Path(__file__).resolve().parents[3]

NORTHWIND = "5eed0001-0000-4000-8000-000000000001"
OTHER = "5eed0001-0000-4000-8000-000000000002"
ADA = "5eed0002-0000-4000-8000-000000000001"  # owns Northwind
MAX = "5eed0002-0000-4000-8000-000000000002"  # is a member of it
OLGA = "5eed0002-0000-4000-8000-000000000003"  # owns Other
LEDGER = "5eed0006-0000-4000-8000-000000000001"  # Northwind's, hired by Ada
QUILL = "5eed0006-0000-4000-8000-000000000003"  # Northwind's, hired by Max
OTHER_LEDGER = "5eed0006-0000-4000-8000-000000000004"

Refused = psycopg2.errors.InsufficientPrivilege  # what a policy and a missing grant both raise


def run(*command, **environment):
    """A command's output; raises with all that it said if it fails."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env={**os.environ, **environment},
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        raise AssertionError(done.stdout + done.stderr)
    return done.stdout


class SchemaCase(unittest.TestCase):
    """One cluster for each class. What a test does as a user is rolled back unless it commits."""

    @classmethod
    def setUpClass(cls):
        cls.pool = []
        cls.addClassCleanup(lambda: [connection.close() for connection in cls.pool])
        cls.folder = Path(tempfile.mkdtemp(prefix="switchboard-schema-", dir="/tmp"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.folder.chmod(0o755)
        urls = run("scripts/pg", "start", "--fast", cls.folder / "pg")
        cls.addClassCleanup(run, "scripts/pg", "reset", cls.folder / "pg")
        cls.urls = dict(line.split("=", 1) for line in urls.splitlines())
        run(os.environ["SWITCHBOARD_MIGRATE"], "--directory", "alembic-compatible-sql", "up", **cls.urls)
        cls.seed()

    @classmethod
    def seed(cls):
        run("psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-d", cls.urls["OWNER_DATABASE_URL"], "-f", "db/seed.sql")

    def connect(self, role="app"):
        url = self.urls[{"app": "DATABASE_URL", "owner": "OWNER_DATABASE_URL", "admin": "ADMIN_DATABASE_URL"}[role]]
        connection = psycopg2.connect(url)
        self.addCleanup(connection.close)
        return connection

    @contextmanager
    def as_user(self, user, workspace=None, commit=False):
        """A cursor in a transaction whose identity is `user`, or nobody's where that is None. One connection serves one
        user after the other, as a pool does."""
        connection = self.pool.pop() if self.pool else psycopg2.connect(self.urls["DATABASE_URL"])
        try:
            with connection.cursor() as cursor:
                if user is not None:
                    cursor.execute("SELECT set_config('switchboard.user_id', %s, true),"
                                   " set_config('switchboard.workspace_id', %s, true)", (user, workspace or ""))
                yield cursor
                if commit:
                    connection.commit()
        finally:
            connection.rollback()
            self.pool.append(connection)

    def rows(self, user, sql, *values, workspace=None):
        """All rows of one statement as `user`; tuples of one are their value."""
        with self.as_user(user, workspace) as cursor:
            cursor.execute(sql, values)
            return [row[0] if len(row) == 1 else row for row in cursor.fetchall()]

    def changed(self, user, sql, *values, workspace=None):
        """How many rows a statement changed as `user`, before it was rolled back."""
        with self.as_user(user, workspace) as cursor:
            cursor.execute(sql, values)
            return cursor.rowcount

    def refused(self, user, sql, *values, workspace=None):
        with self.assertRaises(Refused):
            self.changed(user, sql, *values, workspace=workspace)

    def as_owner(self, sql, *values):
        """One statement as the tables' owner, committed; its rows, if it gives any."""
        with closing(self.connect("owner")) as connection, connection, connection.cursor() as cursor:
            cursor.execute(sql, values)
            return [row[0] if len(row) == 1 else row for row in cursor.fetchall()] if cursor.description else None

    def write_turn(self, user, workspace, agent):
        """A whole turn with one row in every table that a turn can touch, written as its user. Gives their ids."""
        with self.as_user(user, commit=True) as cursor:
            def insert(sql, *values):
                cursor.execute(sql + " RETURNING id", values)
                return cursor.fetchone()[0]

            conversation = insert("INSERT INTO agent_conversations (workspace_id, user_id, agent_id, title, last_seq)"
                                  " VALUES (%s, %s, %s, 'A title', 2)", workspace, user, agent)
            owned = (conversation, workspace, user)
            turn = insert("INSERT INTO agent_runs (conversation_id, workspace_id, user_id, agent_id, status)"
                          " VALUES (%s, %s, %s, %s, 'running')", *owned, agent)
            message = insert("INSERT INTO agent_messages (conversation_id, workspace_id, user_id, run_id, role, content)"
                             " VALUES (%s, %s, %s, %s, 'user', 'Hello')", *owned, turn)
            cursor.execute("UPDATE agent_runs SET user_message_id = %s WHERE id = %s", (message, turn))
            approval = insert("INSERT INTO agent_approvals (run_id, conversation_id, workspace_id, user_id, request_id,"
                              " tool_call_id, tool_name, args, expires_at)"
                              " VALUES (%s, %s, %s, %s, 'r1', 't1', 'createBudget', '{}', now())", turn, *owned)
            insert("INSERT INTO agent_permission_rules (workspace_id, user_id, agent_id, tool_name, behavior)"
                   " VALUES (%s, %s, %s, gen_random_uuid()::text, 'allow')", workspace, user, agent)
            insert("INSERT INTO tool_calls (workspace_id, user_id, agent_id, conversation_id, run_id, tool_call_id,"
                   " tool_name, args, result, outcome, finished_at)"
                   " VALUES (%s, %s, %s, %s, %s, 't1', 'getAccounts', '{\"q\": 1}', '[]', 'ok', now())",
                   workspace, user, agent, conversation, turn)
            for statement in (
                    "INSERT INTO agent_run_events (conversation_id, workspace_id, user_id, run_id, seq, type, data)"
                    " VALUES (%s, %s, %s, %s, 1, 'text', '{\"content\": \"Hi\"}')",
                    "INSERT INTO agent_session_entries (conversation_id, workspace_id, user_id, session_id, ordinal,"
                    " entry) VALUES (%s, %s, %s, %s, 0, '{}')",
                    "INSERT INTO idempotency_keys (conversation_id, workspace_id, user_id, run_id, key, request_hash)"
                    " VALUES (%s, %s, %s, %s, gen_random_uuid()::text, sha256('x'))"):
                cursor.execute(statement, (*owned, turn))
        return {"conversation": conversation, "run": turn, "message": message, "approval": approval}
