#!/usr/bin/python3
"""Every table and every verb: a user sees and changes nothing of a workspace that they are not in."""
import json
import unittest

import psycopg2
from psycopg2 import sql

from schema_case import ADA, LEDGER, MAX, NORTHWIND, OLGA, OTHER, OTHER_LEDGER, Refused, SchemaCase

# Tables that are one user's alone, even within a workspace.
PRIVATE = {"agent_conversations", "agent_runs", "agent_messages", "agent_run_events", "agent_approvals",
           "agent_permission_rules", "agent_session_entries", "idempotency_keys", "integrations", "tool_calls"}
# Tables of no workspace.
GLOBAL = ["profiles", "workspaces", "departments", "ai_agents", "ai_agent_versions", "agent_rules", "model_prices"]
# A user who is in no workspace, and an identity that nobody has.
NOBODIES = {"nobody": None, "unknown": "00000000-0000-4000-8000-000000000000", "empty": ""}


class TenantIsolation(SchemaCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls()
        case.write_turn(ADA, NORTHWIND, LEDGER)
        case.write_turn(MAX, NORTHWIND, LEDGER)
        case.write_turn(OLGA, OTHER, OTHER_LEDGER)
        for workspace, user in ((NORTHWIND, ADA), (OTHER, OLGA)):
            case.as_owner("INSERT INTO workspace_invitations (workspace_id, email, token_hash, invited_by, expires_at)"
                          " VALUES (%s, 'new@example.com', sha256(%s::text::bytea), %s, now() + '1 day')",
                          workspace, workspace, user)
        case.as_owner("INSERT INTO budgets (workspace_id, category_id, name, amount, starts_on) SELECT workspace_id, id,"
                      " name, 1, now() FROM categories WHERE workspace_id = %s AND name = 'Stock'", OTHER)
        cls.tables = case.as_owner("SELECT table_name::text FROM information_schema.columns"
                                   " WHERE column_name = 'workspace_id' AND table_schema = 'public' ORDER BY 1")
        case.doCleanups()

    def for_each_table(self, check):
        for name in self.tables:
            with self.subTest(table=name):
                check(name, sql.Identifier(name))

    def count(self, user, table, workspace, narrowed=None):
        with self.as_user(user, narrowed) as cursor:
            cursor.execute(sql.SQL("SELECT count(*) FROM {} WHERE workspace_id = %s").format(table), (workspace,))
            return cursor.fetchone()[0]

    def test_every_table_has_rows_of_both_tenants(self):
        self.assertGreaterEqual(len(self.tables), 21)

        def check(name, table):
            counted = self.as_owner(sql.SQL("SELECT count(*) FILTER (WHERE workspace_id = %s) > 0,"
                                            " count(*) FILTER (WHERE workspace_id = %s) > 0 FROM {}").format(table),
                                    NORTHWIND, OTHER)
            self.assertEqual([(True, True)], counted, "give both workspaces a row: in db/seed.sql, or in write_turn")

        self.for_each_table(check)

    def test_each_sees_their_own(self):
        def check(name, table):
            self.assertGreater(self.count(ADA, table, NORTHWIND), 0)
            self.assertGreater(self.count(OLGA, table, OTHER), 0)

        self.for_each_table(check)

    def test_nobody_sees_the_others(self):
        def check(name, table):
            self.assertEqual(0, self.count(ADA, table, OTHER))
            self.assertEqual(0, self.count(MAX, table, OTHER))
            self.assertEqual(0, self.count(OLGA, table, NORTHWIND))

        self.for_each_table(check)

    def test_without_an_identity_there_is_nothing(self):
        for name in [*GLOBAL, *self.tables]:
            for who in ("nobody", "empty"):
                with self.subTest(table=name, who=who):
                    self.assertEqual([0], self.rows(NOBODIES[who], f"SELECT count(*) FROM {name}"))

        def check(name, table):
            for workspace in (NORTHWIND, OTHER):
                self.assertEqual(0, self.count(NOBODIES["unknown"], table, workspace))

        self.for_each_table(check)

    def test_an_identity_that_is_no_uuid_is_an_error(self):
        with self.assertRaises(psycopg2.errors.InvalidTextRepresentation):
            self.rows("' OR true --", "SELECT count(*) FROM transactions")

    def test_an_identity_ends_with_its_transaction(self):
        with self.as_user(ADA) as cursor:
            cursor.connection.commit()
            cursor.execute("SELECT count(*) FROM transactions")
            self.assertEqual(0, cursor.fetchone()[0])

    def test_updates_and_deletes_reach_nothing_of_the_others(self):
        def check(name, table):
            for verb in ("UPDATE {} SET workspace_id = workspace_id WHERE workspace_id = %s",
                         "DELETE FROM {} WHERE workspace_id = %s"):
                try:
                    with self.as_user(ADA) as cursor:
                        cursor.execute(sql.SQL(verb).format(table), (OTHER,))
                        self.assertEqual(0, cursor.rowcount, verb)
                except Refused:
                    pass  # the verb, or that column, is granted to nobody

        self.for_each_table(check)

    def test_rows_cannot_be_planted_in_the_others(self):
        mine = json.dumps({"user_id": ADA, "created_by": ADA, "invited_by": ADA})

        def check(name, table):
            row, = self.as_owner(sql.SQL("SELECT to_jsonb(t)::text FROM {} t WHERE workspace_id = %s LIMIT 1")
                                 .format(table), OTHER)
            plant = sql.SQL("INSERT INTO {0} OVERRIDING SYSTEM VALUE"
                            " SELECT * FROM jsonb_populate_record(NULL::{0}, %s::jsonb || %s::jsonb)").format(table)
            for signed in ("{}", mine):  # as it is, and signed with the intruder's own name
                with self.assertRaises(Refused), self.as_user(ADA) as cursor:
                    cursor.execute(plant, (row, signed))

        self.for_each_table(check)

    def test_rows_cannot_be_moved_to_the_others(self):
        def check(name, table):
            with self.assertRaises((Refused, psycopg2.errors.ForeignKeyViolation)), self.as_user(ADA) as cursor:
                move = sql.SQL("UPDATE {} SET workspace_id = %s WHERE workspace_id = %s").format(table)
                cursor.execute(move, (OTHER, NORTHWIND))

        self.for_each_table(check)

    def test_a_foreign_id_and_an_absent_one_fail_alike(self):
        def why(agent):
            with self.assertRaises(psycopg2.errors.ForeignKeyViolation) as caught:
                self.changed(ADA, "INSERT INTO agent_conversations (workspace_id, user_id, agent_id) VALUES (%s, %s, %s)",
                             NORTHWIND, ADA, agent)
            return caught.exception.diag.message_primary

        self.assertEqual(why("00000000-0000-4000-8000-000000000000"), why(OTHER_LEDGER))

    def test_private_rows_are_private_within_a_workspace(self):
        def check(name, table):
            for mine, theirs in ((MAX, ADA), (ADA, MAX)):
                if name not in PRIVATE or (name, mine) == ("tool_calls", ADA):
                    continue  # tool_calls is an audit too: admins see all of their workspace
                with self.as_user(mine) as cursor:
                    count = "count(*) FILTER (WHERE user_id = %s)"
                    cursor.execute(sql.SQL("SELECT {0}, {0} FROM {1}").format(sql.SQL(count), table), (mine, theirs))
                    own, foreign = cursor.fetchone()
                self.assertGreater(own, 0)
                self.assertEqual(0, foreign)

        self.for_each_table(check)

    def test_a_run_for_one_workspace_sees_nothing_of_its_users_others(self):
        self.as_owner("INSERT INTO workspace_members VALUES (%s, %s, 'admin')", OTHER, ADA)
        self.addCleanup(self.as_owner, "DELETE FROM workspace_members WHERE (workspace_id, user_id) = (%s, %s)", OTHER, ADA)

        def check(name, table):
            self.assertEqual(0, self.count(ADA, table, OTHER, narrowed=NORTHWIND))
            self.assertEqual(0, self.count(ADA, table, NORTHWIND, narrowed=OTHER))

        self.for_each_table(check)
        self.assertGreater(self.count(ADA, sql.Identifier("transactions"), OTHER), 0)

    def test_who_leaves_sees_nothing_any_more(self):
        self.as_owner("DELETE FROM workspace_members WHERE user_id = %s", MAX)
        self.addCleanup(self.seed)  # what hangs on the membership went with it
        self.addCleanup(self.as_owner, "INSERT INTO workspace_members VALUES (%s, %s, 'member')", NORTHWIND, MAX)

        def check(name, table):
            self.assertEqual(0, self.count(MAX, table, NORTHWIND))

        self.for_each_table(check)

    def test_who_is_disabled_sees_nothing_any_more(self):
        self.as_owner("UPDATE profiles SET disabled_at = now() WHERE id = %s", MAX)
        self.addCleanup(self.as_owner, "UPDATE profiles SET disabled_at = NULL WHERE id = %s", MAX)

        def check(name, table):
            self.assertEqual(0, self.count(MAX, table, NORTHWIND))

        self.for_each_table(check)


if __name__ == "__main__":
    unittest.main()
