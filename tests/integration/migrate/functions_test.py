#!/usr/bin/python3
"""The functions in schema app: profiles made by tokens, ways into a workspace, the end of a conversation, runs that
nobody has finished."""
import threading
import unittest
from hashlib import sha256

import psycopg2

from schema_case import ADA, LEDGER, MAX, NORTHWIND, OLGA, OTHER, OTHER_LEDGER, SchemaCase

ENSURE = "SELECT id, email, full_name, is_platform_admin, time_zone FROM app.ensure_profile(%s, %s, %s, %s)"
ISSUER = "https://issuer.example/"


class EnsureProfile(SchemaCase):
    def ensure(self, subject, email=None, name=None):
        with self.as_user(None, commit=True) as cursor:
            cursor.execute(ENSURE, (ISSUER, subject, email, name))
            return cursor.fetchall()

    def test_the_first_token_makes_the_profile(self):
        (made,) = self.ensure("first", "a@example.com", "A")
        self.assertEqual(("a@example.com", "A", False, "UTC"), made[1:])
        self.assertEqual([made], self.ensure("first"))

    def test_later_tokens_fill_in_what_is_unknown_and_change_nothing_else(self):
        self.ensure("fill")
        self.assertEqual(("b@example.com", "B"), self.ensure("fill", "b@example.com", "B")[0][1:3])
        self.assertEqual(("b@example.com", "B"), self.ensure("fill", "c@example.com", "C")[0][1:3])

    def test_the_same_subject_of_another_issuer_is_another_user(self):
        (here,) = self.ensure("twin")
        (there,) = self.rows(None, ENSURE, "https://elsewhere.example/", "twin", None, None)
        self.assertNotEqual(here[0], there[0])

    def test_a_disabled_profile_stays_out(self):
        self.ensure("gone")
        self.as_owner("UPDATE profiles SET disabled_at = now() WHERE subject = 'gone'")
        self.assertEqual([], self.ensure("gone", "new@example.com", "New"))

    def test_oversized_claims_are_no_fault_of_the_server(self):
        self.assertEqual([], self.ensure("x" * 5000))
        self.assertEqual((None, "N" * 200), self.ensure("long", "e" * 400, "N" * 400)[0][1:3])

    def test_a_race_makes_one_profile(self):
        ids, lock = [], threading.Lock()
        start = threading.Barrier(12)

        def race():
            with psycopg2.connect(self.urls["DATABASE_URL"]) as connection, connection.cursor() as cursor:
                start.wait(60)
                cursor.execute(ENSURE, (ISSUER, "race", "r@example.com", "R"))
                with lock:
                    ids.append(cursor.fetchone()[0])

        threads = [threading.Thread(target=race) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        self.assertEqual(12, len(ids))
        self.assertEqual(1, len(set(ids)))


class Workspaces(SchemaCase):
    def test_who_creates_a_workspace_owns_it(self):
        with self.as_user(MAX) as cursor:
            cursor.execute("SELECT id FROM app.create_workspace('Mine')")
            created = cursor.fetchone()[0]
            cursor.execute("SELECT role FROM workspace_members WHERE workspace_id = %s", (created,))
            self.assertEqual([("owner",)], cursor.fetchall())

    def test_nobody_creates_none(self):
        self.refused(None, "SELECT app.create_workspace('Mine')")
        self.refused("00000000-0000-4000-8000-000000000000", "SELECT app.create_workspace('Mine')")

    def test_membership_questions(self):
        ask = "SELECT app.is_member(%s), app.is_admin(%s), app.is_platform_admin()"
        self.assertEqual([(True, True, False)], self.rows(ADA, ask, NORTHWIND, NORTHWIND))
        self.assertEqual([(True, False, False)], self.rows(MAX, ask, NORTHWIND, NORTHWIND))
        self.assertEqual([(False, False, False)], self.rows(OLGA, ask, NORTHWIND, NORTHWIND))
        self.assertEqual([(False, False, False)], self.rows(None, ask, NORTHWIND, NORTHWIND))
        self.assertEqual([(False, False, False)], self.rows(ADA, ask, NORTHWIND, NORTHWIND, workspace=OTHER))

    def invite(self, secret, role="admin", **more):
        column, value = next(iter(more.items()), ("revoked_at", None))
        self.as_owner(f"INSERT INTO workspace_invitations (workspace_id, email, role, token_hash, expires_at, {column})"
                      " VALUES (%s, %s || '@example.com', %s, %s, now() + '1 day', %s)"
                      if column != "expires_at" else
                      "INSERT INTO workspace_invitations (workspace_id, email, role, token_hash, expires_at)"
                      " VALUES (%s, %s || '@example.com', %s, %s, %s)",
                      NORTHWIND, secret, role, sha256(secret.encode()).digest(), value)

    def accept(self, user, secret):
        with self.as_user(user, commit=True) as cursor:
            cursor.execute("SELECT app.accept_invitation(%s)", (sha256(secret.encode()).digest(),))
            return cursor.fetchone()[0]

    def test_an_invitation_opens_the_workspace_once(self):
        self.invite("open")
        self.assertIsNone(self.accept(None, "open"))
        self.assertIsNone(self.accept(OLGA, "guessed"))
        self.assertEqual(NORTHWIND, self.accept(OLGA, "open"))
        self.addCleanup(self.as_owner, "DELETE FROM workspace_members WHERE (workspace_id, user_id) = (%s, %s)",
                        NORTHWIND, OLGA)
        self.assertEqual([True], self.rows(OLGA, "SELECT app.is_admin(%s)", NORTHWIND))
        self.assertIsNone(self.accept(MAX, "open"))

    def test_a_late_or_revoked_invitation_opens_nothing(self):
        self.invite("late", expires_at="2020-01-01")
        self.invite("revoked", revoked_at="2020-01-01")
        self.assertIsNone(self.accept(OLGA, "late"))
        self.assertIsNone(self.accept(OLGA, "revoked"))

    def test_an_invitation_demotes_nobody(self):
        self.invite("demote", role="member")
        self.assertEqual(NORTHWIND, self.accept(ADA, "demote"))
        self.assertEqual([True], self.rows(ADA, "SELECT app.is_admin(%s)", NORTHWIND))

    def test_two_owners_who_leave_at_once_do_not_both_leave(self):
        self.as_owner("UPDATE workspace_members SET role = 'owner' WHERE user_id = %s", MAX)
        self.addCleanup(self.as_owner, "UPDATE workspace_members SET role = 'member' WHERE user_id = %s", MAX)
        leave = "DELETE FROM workspace_members WHERE user_id = %s AND workspace_id = %s"
        refusals = []
        with self.as_user(ADA) as first:
            first.execute(leave, (ADA, NORTHWIND))

            def second():
                try:
                    self.changed(MAX, leave, MAX, NORTHWIND)
                except psycopg2.errors.CheckViolation as refusal:
                    refusals.append(refusal)

            waiting = threading.Thread(target=second)
            waiting.start()
            waiting.join(1)
            self.assertTrue(waiting.is_alive(), "the second waits for the first to end")
            first.connection.commit()
            waiting.join(60)
        self.as_owner("INSERT INTO workspace_members VALUES (%s, %s, 'owner')", NORTHWIND, ADA)
        self.assertEqual(1, len(refusals))


class Conversations(SchemaCase):
    CONTENT = ("agent_messages", "agent_run_events", "agent_approvals", "agent_session_entries", "idempotency_keys")

    def delete(self, user, conversation):
        with self.as_user(user, commit=True) as cursor:
            cursor.execute("SELECT app.delete_conversation(%s)", (conversation,))
            return cursor.fetchone()[0]

    def content(self, conversation):
        return [self.as_owner(f"SELECT count(*) FROM {table} WHERE conversation_id = %s", conversation)[0]
                for table in self.CONTENT]

    def test_a_deleted_conversation_leaves_costs_and_no_words(self):
        turn = self.write_turn(ADA, NORTHWIND, LEDGER)
        self.assertEqual([1] * 5, self.content(turn["conversation"]))
        self.assertTrue(self.delete(ADA, turn["conversation"]))
        self.assertEqual([0] * 5, self.content(turn["conversation"]))
        self.assertEqual([], self.rows(ADA, "SELECT id FROM agent_conversations WHERE id = %s", turn["conversation"]))
        self.assertEqual([None], self.as_owner("SELECT title FROM agent_conversations WHERE id = %s", turn["conversation"]))
        self.assertEqual([turn["run"]], self.rows(ADA, "SELECT id FROM agent_runs WHERE id = %s", turn["run"]))
        self.assertEqual([({}, None)], self.as_owner("SELECT args, result FROM tool_calls WHERE run_id = %s", turn["run"]))
        self.assertFalse(self.delete(ADA, turn["conversation"]))

    def test_a_late_writer_finds_no_number_in_a_deleted_conversation(self):
        turn = self.write_turn(ADA, NORTHWIND, LEDGER)
        self.delete(ADA, turn["conversation"])
        self.assertEqual(0, self.changed(ADA, "UPDATE agent_conversations SET last_seq = last_seq + 1 WHERE id = %s",
                                         turn["conversation"]))

    def test_only_its_user_deletes_a_conversation(self):
        turn = self.write_turn(MAX, NORTHWIND, LEDGER)
        for stranger in (ADA, OLGA, None):
            self.assertFalse(self.delete(stranger, turn["conversation"]))
        self.assertEqual([1] * 5, self.content(turn["conversation"]))

    def test_a_conversation_has_one_active_run_and_any_number_waiting(self):
        turn = self.write_turn(ADA, NORTHWIND, LEDGER)
        add = ("INSERT INTO agent_runs (conversation_id, workspace_id, user_id, agent_id, status)"
               " SELECT conversation_id, workspace_id, user_id, agent_id, %s FROM agent_runs WHERE id = %s")
        for status in ("starting", "running"):
            with self.assertRaises(psycopg2.errors.UniqueViolation) as caught:
                self.changed(ADA, add, status, turn["run"])
            self.assertEqual("agent_runs_one_active", caught.exception.diag.constraint_name)
        with self.as_user(ADA) as cursor:
            cursor.execute(add, ("queued", turn["run"]))
            cursor.execute(add, ("queued", turn["run"]))
            cursor.execute("UPDATE agent_runs SET status = 'done', finished_at = now() WHERE id = %s", (turn["run"],))
            cursor.execute("UPDATE agent_runs SET status = 'running' WHERE id = (SELECT id FROM agent_runs"
                           " WHERE conversation_id = %s AND status = 'queued' LIMIT 1)", (turn["conversation"],))
            self.assertEqual(1, cursor.rowcount)

    def test_a_run_is_finished_exactly_when_it_says_so(self):
        turn = self.write_turn(ADA, NORTHWIND, LEDGER)
        for change in ("status = 'done'", "finished_at = now()", "status = 'failed', finished_at = now()"):
            with self.subTest(change=change), self.assertRaises(psycopg2.errors.CheckViolation):
                self.changed(ADA, f"UPDATE agent_runs SET {change} WHERE id = %s", turn["run"])

    def test_a_starting_server_finds_unfinished_runs_of_every_tenant(self):
        mine, theirs = self.write_turn(ADA, NORTHWIND, LEDGER), self.write_turn(OLGA, OTHER, OTHER_LEDGER)
        done = self.write_turn(OLGA, OTHER, OTHER_LEDGER)
        self.as_owner("UPDATE agent_runs SET status = 'done', finished_at = now() WHERE id = %s", done["run"])
        found = dict(self.rows(None, "SELECT id, user_id FROM app.unfinished_runs()"))
        self.assertEqual((ADA, OLGA), (found[mine["run"]], found[theirs["run"]]))
        self.assertNotIn(done["run"], found)

    def test_a_server_ends_what_an_earlier_one_of_its_name_left(self):
        turn, other = self.write_turn(ADA, NORTHWIND, LEDGER), self.write_turn(MAX, NORTHWIND, LEDGER)
        self.as_owner("UPDATE agent_runs SET server_id = 'here' WHERE id = %s", turn["run"])
        with self.as_user(None, commit=True) as cursor:
            cursor.execute("SELECT app.abandon_runs_of('here'), app.abandon_runs_of('here')")
            self.assertEqual((1, 0), cursor.fetchone())
        self.assertEqual([("failed", "server_restart")],
                         self.rows(ADA, "SELECT status, error_code FROM agent_runs WHERE id = %s", turn["run"]))
        self.assertEqual(["running"], self.rows(MAX, "SELECT status FROM agent_runs WHERE id = %s", other["run"]))
        self.assertEqual([(3, "error")], self.rows(ADA, "SELECT seq, type FROM agent_run_events WHERE run_id = %s"
                                                        " ORDER BY seq DESC LIMIT 1", turn["run"]))

    def test_events_keep_their_very_bytes(self):
        turn = self.write_turn(ADA, NORTHWIND, LEDGER)
        data = '{"type":"text", "b":1.0,"a":"\\u0000 \\u00e9","b":2}'
        with self.as_user(ADA) as cursor:
            cursor.execute("UPDATE agent_run_events SET data = %s WHERE run_id = %s RETURNING data::text", (data, turn["run"]))
            self.assertEqual(data, cursor.fetchone()[0])


if __name__ == "__main__":
    unittest.main()
