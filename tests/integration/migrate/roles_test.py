#!/usr/bin/python3
"""Who may do what within a workspace and in the catalog: members, admins, owners, creators, platform admins."""
import unittest

import psycopg2

from schema_case import ADA, LEDGER, MAX, NORTHWIND, OLGA, OTHER, QUILL, SchemaCase

CATALOG_LEDGER = "5eed0004-0000-4000-8000-000000000001"
CATALOG_FORGE = "5eed0004-0000-4000-8000-000000000006"
SYSTEM_SKILL = "5eed0007-0000-4000-8000-000000000003"
CLOSE_SKILL = "5eed0007-0000-4000-8000-000000000001"


class Roles(SchemaCase):
    def test_members_see_agents_and_create_their_own(self):
        self.assertEqual(3, len(self.rows(MAX, "SELECT id FROM agents")))
        create = "INSERT INTO agents (workspace_id, name, system_prompt, created_by) VALUES (%s, 'New', '', %s)"
        self.assertEqual(1, self.changed(MAX, create, NORTHWIND, MAX))
        self.refused(MAX, create, NORTHWIND, ADA)  # not in another's name

    def test_agents_are_changed_by_their_creator_or_an_admin(self):
        rename = "UPDATE agents SET name = 'Renamed' WHERE id = %s"
        self.assertEqual(1, self.changed(MAX, rename, QUILL))
        self.assertEqual(0, self.changed(MAX, rename, LEDGER))
        self.assertEqual(1, self.changed(ADA, rename, QUILL))

    def test_an_agent_is_hired_once_until_it_is_unhired(self):
        hire = "INSERT INTO agents (workspace_id, ai_agent_id, name, system_prompt, created_by) VALUES (%s, %s, 'L', '', %s)"
        with self.assertRaises(psycopg2.errors.UniqueViolation):
            self.changed(ADA, hire, NORTHWIND, CATALOG_LEDGER, ADA)
        with self.as_user(ADA) as cursor:
            cursor.execute("UPDATE agents SET unhired_at = now() WHERE id = %s", (LEDGER,))
            cursor.execute(hire, (NORTHWIND, CATALOG_LEDGER, ADA))
            self.assertEqual(1, cursor.rowcount)

    def test_agents_are_never_deleted(self):
        self.refused(ADA, "DELETE FROM agents")

    def test_skills_are_read_by_members_and_managed_by_admins(self):
        create = "INSERT INTO agent_skills (workspace_id, name, display_name, description, content) VALUES (%s, 'x', 'X', '', '')"
        self.assertEqual(3, len(self.rows(MAX, "SELECT id FROM agent_skills")))
        self.refused(MAX, create, NORTHWIND)
        self.assertEqual(0, self.changed(MAX, "UPDATE agent_skills SET content = ''"))
        self.assertEqual(0, self.changed(MAX, "DELETE FROM agent_skills"))
        self.assertEqual(1, self.changed(ADA, create, NORTHWIND))
        self.assertEqual(3, self.changed(ADA, "UPDATE agent_skills SET content = ''"))

    def test_system_skills_can_neither_be_deleted_nor_made(self):
        self.assertEqual(0, self.changed(ADA, "DELETE FROM agent_skills WHERE id = %s", SYSTEM_SKILL))
        self.assertEqual(1, self.changed(ADA, "DELETE FROM agent_skills WHERE id = %s", CLOSE_SKILL))
        self.refused(ADA, "UPDATE agent_skills SET is_system = false WHERE id = %s", SYSTEM_SKILL)
        self.refused(ADA, "INSERT INTO agent_skills (workspace_id, name, display_name, description, content, is_system)"
                          " VALUES (%s, 'x', 'X', '', '', true)", NORTHWIND)

    def test_skills_are_assigned_by_who_may_change_the_agent(self):
        assign = "INSERT INTO agent_skill_assignments (workspace_id, agent_id, skill_id) VALUES (%s, %s, %s)"
        self.assertEqual(1, self.changed(MAX, assign, NORTHWIND, QUILL, SYSTEM_SKILL))
        self.refused(MAX, assign, NORTHWIND, LEDGER, SYSTEM_SKILL)
        self.assertEqual(1, self.changed(ADA, assign, NORTHWIND, LEDGER, SYSTEM_SKILL))
        self.assertEqual(0, self.changed(MAX, "DELETE FROM agent_skill_assignments WHERE agent_id = %s", LEDGER))
        self.assertEqual(2, self.changed(ADA, "DELETE FROM agent_skill_assignments WHERE agent_id = %s", LEDGER))

    def test_members_manage_memories(self):
        write = "INSERT INTO agent_memories (workspace_id, agent_id, path, content) VALUES (%s, %s, %s, 'x')"
        self.assertEqual(1, self.changed(MAX, write, NORTHWIND, LEDGER, "/memories/new.md"))
        self.assertEqual(2, self.changed(MAX, "DELETE FROM agent_memories WHERE agent_id = %s", LEDGER))
        for path in ("relative.md", "/", "/a/../b", "/..", "/a/./b", "/a//b", "/a/", "/" + "x" * 255):
            with self.subTest(path=path), self.assertRaises(psycopg2.errors.CheckViolation):
                self.changed(MAX, write, NORTHWIND, LEDGER, path)

    def test_the_catalog_is_read_by_all_and_written_by_platform_admins(self):
        rename = "UPDATE ai_agents SET name = 'X' WHERE id = %s"
        add_rule = "INSERT INTO agent_rules (agent_id, rule_type, rule_content) VALUES (%s, 'always', 'X')"
        add_price = ("INSERT INTO model_prices (model_pattern, input_usd_per_mtok, output_usd_per_mtok, cache_read_usd_per_mtok,"
                     " cache_write_usd_per_mtok) VALUES ('x%%', 1, 1, 1, 1)")
        for user in (ADA, MAX, OLGA):
            self.assertEqual([6], self.rows(user, "SELECT count(*) FROM ai_agents"))
            self.assertEqual([3], self.rows(user, "SELECT count(*) FROM model_prices"))
            self.assertEqual(0, self.changed(user, rename, CATALOG_LEDGER))
            self.refused(user, add_rule, CATALOG_LEDGER)
            self.refused(user, add_price)
        self.as_owner("UPDATE profiles SET is_platform_admin = true WHERE id = %s", MAX)
        self.addCleanup(self.as_owner, "UPDATE profiles SET is_platform_admin = false WHERE id = %s", MAX)
        self.assertEqual(1, self.changed(MAX, rename, CATALOG_LEDGER))
        self.assertEqual(1, self.changed(MAX, add_rule, CATALOG_LEDGER))
        self.assertEqual(1, self.changed(MAX, add_price))
        self.as_owner("UPDATE profiles SET disabled_at = now() WHERE id = %s", MAX)
        self.addCleanup(self.as_owner, "UPDATE profiles SET disabled_at = NULL WHERE id = %s", MAX)
        self.assertEqual(0, self.changed(MAX, rename, CATALOG_LEDGER))

    def test_unpublished_versions_are_the_platform_admins(self):
        versions = "SELECT count(*) FROM ai_agent_versions WHERE ai_agent_id = %s"
        self.assertEqual([1], self.rows(ADA, versions, CATALOG_LEDGER))
        self.assertEqual([0], self.rows(ADA, versions, CATALOG_FORGE))

    def test_nobody_makes_themselves_a_platform_admin(self):
        self.refused(ADA, "UPDATE profiles SET is_platform_admin = true WHERE id = %s", ADA)

    def test_profiles_show_colleagues_and_only_what_concerns_them(self):
        self.assertEqual([ADA, MAX], self.rows(MAX, "SELECT id FROM profiles ORDER BY id"))
        self.assertEqual([OLGA], self.rows(OLGA, "SELECT id FROM profiles"))
        for column in ("issuer", "subject", "is_platform_admin", "disabled_at"):
            self.refused(ADA, f"SELECT {column} FROM profiles")
        rename = "UPDATE profiles SET full_name = 'X' WHERE id = %s"
        self.assertEqual(1, self.changed(MAX, rename, MAX))
        self.assertEqual(0, self.changed(ADA, rename, MAX))

    def test_workspaces_are_renamed_by_admins_and_deleted_by_owners(self):
        self.as_owner("UPDATE workspace_members SET role = 'admin' WHERE user_id = %s", MAX)
        self.addCleanup(self.as_owner, "UPDATE workspace_members SET role = 'member' WHERE user_id = %s", MAX)
        self.assertEqual(1, self.changed(MAX, "UPDATE workspaces SET name = 'X'"))
        self.assertEqual(0, self.changed(MAX, "DELETE FROM workspaces"))
        self.assertEqual(1, self.changed(ADA, "DELETE FROM workspaces"))
        self.refused(ADA, "INSERT INTO workspaces (name) VALUES ('X')")

    def test_a_workspace_goes_with_all_that_is_in_it(self):
        self.write_turn(OLGA, OTHER, "5eed0006-0000-4000-8000-000000000004")
        self.assertEqual(1, self.changed(OLGA, "DELETE FROM workspaces WHERE id = %s", OTHER))

    def test_roles_are_given_by_admins_but_owners_made_by_owners(self):
        promote = "UPDATE workspace_members SET role = %s WHERE user_id = %s AND workspace_id = %s"
        self.assertEqual(0, self.changed(MAX, promote, "admin", MAX, NORTHWIND))
        self.assertEqual(1, self.changed(ADA, promote, "owner", MAX, NORTHWIND))
        self.as_owner("UPDATE workspace_members SET role = 'admin' WHERE user_id = %s", MAX)
        self.addCleanup(self.as_owner, "UPDATE workspace_members SET role = 'member' WHERE user_id = %s", MAX)
        self.refused(MAX, promote, "owner", MAX, NORTHWIND)
        self.assertEqual(0, self.changed(MAX, promote, "member", ADA, NORTHWIND))
        self.assertEqual(0, self.changed(MAX, "DELETE FROM workspace_members WHERE user_id = %s", ADA))
        self.refused(ADA, "INSERT INTO workspace_members (workspace_id, user_id) VALUES (%s, %s)", NORTHWIND, OLGA)

    def test_a_workspace_keeps_an_owner(self):
        leave = "DELETE FROM workspace_members WHERE user_id = %s"
        with self.assertRaises(psycopg2.errors.CheckViolation) as caught:
            self.changed(ADA, leave, ADA)
        self.assertEqual("workspace_members_keep_an_owner", caught.exception.diag.constraint_name)
        with self.assertRaises(psycopg2.errors.CheckViolation):
            self.changed(ADA, "UPDATE workspace_members SET role = 'admin' WHERE user_id = %s", ADA)
        self.assertEqual(1, self.changed(MAX, leave, MAX))

    def test_invitations_are_the_admins(self):
        invite = ("INSERT INTO workspace_invitations (workspace_id, email, token_hash, invited_by, expires_at)"
                  " VALUES (%s, 'new@example.com', sha256('secret'), %s, now() + '1 day')")
        self.refused(MAX, invite, NORTHWIND, MAX)
        self.assertEqual(1, self.changed(ADA, invite, NORTHWIND, ADA))
        self.refused(ADA, invite, NORTHWIND, MAX)

    def test_admins_read_the_audit_of_their_workspace(self):
        self.write_turn(MAX, NORTHWIND, LEDGER)
        audit = "SELECT count(*) > 0 FROM tool_calls WHERE user_id = %s"
        self.assertEqual([True], self.rows(ADA, audit, MAX))
        self.assertEqual([False], self.rows(OLGA, audit, MAX))
        self.assertEqual(0, self.changed(ADA, "UPDATE tool_calls SET tool_name = 'x' WHERE user_id = %s", MAX))
        self.refused(MAX, "DELETE FROM tool_calls")


if __name__ == "__main__":
    unittest.main()
