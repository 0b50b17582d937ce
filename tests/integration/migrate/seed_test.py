#!/usr/bin/python3
"""db/seed.sql: the demo that documentation and tests name, always the same, and safe to run again."""
import unittest
from decimal import Decimal

from schema_case import ADA, LEDGER, MAX, NORTHWIND, OLGA, OTHER, SchemaCase, run

MARCH = "t.date >= '2026-03-01' AND t.date < '2026-04-01'"


class Seed(SchemaCase):
    def digest(self):
        """Every row of every table, but for the times at which they were written."""
        tables = self.as_owner("SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
                               " ORDER BY 1")
        return {table: self.as_owner("SELECT count(*), md5(string_agg(r, '' ORDER BY r)) FROM (SELECT (to_jsonb(t)"
                                     f" - 'created_at' - 'updated_at' - 'hired_at')::text AS r FROM {table} t) x")[0]
                for table in tables}

    def test_a_second_time_changes_nothing(self):
        before = self.digest()
        self.seed()
        self.assertEqual(before, self.digest())

    def test_what_users_changed_stays(self):
        self.as_owner("UPDATE agents SET name = 'My Ledger' WHERE id = %s", LEDGER)
        self.seed()
        self.assertEqual(["My Ledger"], self.rows(ADA, "SELECT name FROM agents WHERE id = %s", LEDGER))
        self.as_owner("UPDATE agents SET name = 'Ledger' WHERE id = %s", LEDGER)

    def test_it_is_the_same_under_any_session_settings(self):
        before = self.digest()
        url = self.urls["OWNER_DATABASE_URL"]
        self.as_owner("DELETE FROM transactions")
        self.as_owner("DELETE FROM meetings")
        run("psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-d", url, "-f", "db/seed.sql",
            PGOPTIONS="-c timezone=Asia/Kolkata -c datestyle=German,DMY -c extra_float_digits=0")
        self.assertEqual(before, self.digest())

    def test_who_is_who(self):
        self.assertEqual(
            [("Northwind Studio", "Ada Lindqvist", "owner"), ("Northwind Studio", "Max Okafor", "member"),
             ("Other Ltd", "Olga Marin", "owner")],
            self.as_owner("SELECT w.name, p.full_name, m.role FROM workspace_members m JOIN workspaces w ON w.id = m.workspace_id"
                          " JOIN profiles p ON p.id = m.user_id ORDER BY p.id"))
        for user, subject in ((ADA, "demo-ada"), (MAX, "demo-max"), (OLGA, "demo-olga")):
            self.assertEqual([user], self.rows(None, "SELECT id FROM app.ensure_profile('https://demo.switchboard.local/', %s,"
                                                     " NULL, NULL)", subject))

    def test_the_catalog_has_every_kind_of_rule(self):
        kinds = "SELECT DISTINCT rule_type FROM agent_rules WHERE is_enabled ORDER BY 1"
        self.assertEqual(["always", "never", "when"], self.rows(ADA, kinds))

    def test_ledger_has_skills_memories_and_tools(self):
        self.assertEqual([2], self.rows(ADA, "SELECT count(*) FROM agent_skill_assignments WHERE agent_id = %s", LEDGER))
        self.assertEqual([2], self.rows(ADA, "SELECT count(*) FROM agent_memories WHERE agent_id = %s", LEDGER))
        tools, = self.rows(ADA, "SELECT tools FROM agents WHERE id = %s", LEDGER)
        self.assertEqual(["finance.*", "database.*", "agents.*Memor*"], tools)

    def test_24_months_of_money(self):
        months = self.rows(ADA, "SELECT count(DISTINCT date_trunc('month', date::timestamp)), min(date)::text, max(date)::text"
                                " FROM transactions WHERE workspace_id = %s", NORTHWIND)
        self.assertEqual([(24, "2024-12-01", "2026-11-28")], months)
        worst, = self.rows(ADA, "SELECT min(balance) FROM (SELECT a.opening_balance + sum(t.amount) OVER (PARTITION BY a.id"
                                " ORDER BY t.date, t.id) AS balance FROM transactions t JOIN accounts a ON a.id = t.account_id"
                                " WHERE a.kind <> 'credit_card') x")
        self.assertGreater(worst, 0)

    def test_the_demos_first_question(self):
        spent = self.rows(ADA, "SELECT -sum(t.amount) FROM transactions t JOIN categories c ON c.id = t.category_id"
                               f" WHERE c.name = 'Software' AND {MARCH}")
        self.assertEqual([Decimal("1643.64")], spent)

    def test_the_other_workspace_has_its_own(self):
        self.assertEqual([7], self.rows(OLGA, f"SELECT count(*) FROM transactions t WHERE {MARCH}"))
        self.assertEqual([OTHER], self.rows(OLGA, "SELECT DISTINCT workspace_id FROM transactions"))

    def test_members_have_something_to_be_told_about(self):
        for user in (ADA, MAX, OLGA):
            self.assertGreater(self.rows(user, "SELECT count(*) FROM tasks WHERE assignee_id = %s", user)[0], 0)
            self.assertGreater(self.rows(user, "SELECT count(*) FROM meeting_attendees WHERE user_id = %s", user)[0], 0)
            self.assertGreater(self.rows(user, "SELECT count(*) FROM integrations WHERE status = 'connected'")[0], 0)


if __name__ == "__main__":
    unittest.main()
