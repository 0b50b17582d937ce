#!/usr/bin/env python3
"""The catalog as platform admins manage it: versions, publishing, flags, departments; and what hiring keeps."""
import json
import unittest

from server_case import WORKSPACE, SystemCase

LEDGER = "5eed0004-0000-4000-8000-000000000001"
FINANCE = "5eed0003-0000-4000-8000-000000000001"
ABSENT = "00000000-0000-4000-8000-00000000dead"
ADMIN = "/api/admin/ai-agents"


class CatalogCase(SystemCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tokens = {user: cls.system.token(user) for user in ("ada", "max", "olga")}
        cls.system.database.execute("UPDATE profiles SET is_platform_admin = true WHERE email LIKE 'olga@%'")

    def send(self, method, path, body=None, user="olga", headers=None):
        return self.system.request(method, path, body, headers, token=self.tokens[user])

    def ask(self, method, path, body=None, user="olga", status=200, headers=None):
        answer = self.send(method, path, body, user, headers)
        self.assertEqual(status, answer.status, answer.text)
        return json.loads(answer.text) if answer.text else None

    def create(self, name, **fields):
        return self.ask("POST", ADMIN, {"name": name, "system_prompt": f"You are {name}.", **fields}, status=201)

    def offered(self, agent, **options):
        page = self.ask("GET", f"/api/agents?workspaceId={WORKSPACE}&limit=200", user="ada", **options)
        return next((a for a in page["agents"] if a["id"] == agent), None)


class Agents(CatalogCase):
    def test_a_draft_is_published_and_changed_behind_what_is_published(self):
        made = self.create("Drafty", slug="drafty", department_id=FINANCE, tools=["getAccounts"], config={"a": [1]})
        path = f"{ADMIN}/{made['id']}"
        self.assertEqual((1, None, "sonnet", 10, True, False), tuple(made[k] for k in (
            "current_version", "published_version", "model", "max_turns", "is_enabled", "is_head")))
        self.assertIsNone(self.offered(made["id"]))
        self.ask("POST", f"/api/agents/{made['id']}/hire", {"workspaceId": WORKSPACE}, "ada", 404)

        changed = self.ask("PATCH", path, {"system_prompt": "Two.", "max_turns": 3})
        self.assertEqual((2, None, "Two.", 3), tuple(changed[k] for k in (
            "current_version", "published_version", "system_prompt", "max_turns")))
        published = self.ask("POST", path + "/publish", {})
        self.assertEqual((2, 2), (published["current_version"], published["published_version"]))
        self.assertEqual(("Two.", 2, 2), tuple(self.offered(made["id"])[k] for k in (
            "system_prompt", "current_version", "published_version")))

        draft = self.ask("PATCH", path, {"system_prompt": "Three.", "description": "New", "tools": [], "config": {}})
        self.assertEqual((3, 2, "Three.", "New", []), tuple(draft[k] for k in (
            "current_version", "published_version", "system_prompt", "description", "tools")))
        self.assertEqual(draft, self.ask("GET", path))
        self.assertEqual(("Two.", None), tuple(self.offered(made["id"])[k] for k in ("system_prompt", "description")))
        self.ask("POST", path + "/publish", {"version": 3})
        self.assertEqual("Three.", self.offered(made["id"])["system_prompt"])

        back = self.ask("POST", path + "/publish", {"version": 1})  # an older one again; the draft stays
        self.assertEqual((3, 1, "Three."), tuple(back[k] for k in ("current_version", "published_version", "system_prompt")))
        self.assertEqual("You are Drafty.", self.offered(made["id"])["system_prompt"])
        versions = self.ask("GET", path + "/versions")
        self.assertEqual((3, [3, 2, 1], [False, False, True]), (versions["total"], [v["version"] for v in versions["versions"]],
                                                               [v["is_published"] for v in versions["versions"]]))
        self.assertEqual(["Three.", "Two.", "You are Drafty."], [v["definition"]["system_prompt"] for v in versions["versions"]])
        self.assertTrue(all(v["published_at"] for v in versions["versions"]))
        self.assertEqual(1, len(self.ask("GET", path + "/versions?limit=1&offset=2")["versions"]))
        bad = self.ask("POST", path + "/publish", {"version": 9}, status=400)
        self.assertEqual(["version"], [e["field"] for e in bad["errors"]])
        self.ask("DELETE", path, status=409)

    def test_flags_and_place_take_effect_at_once_and_make_no_version(self):
        made = self.create("Flagged")
        path = f"{ADMIN}/{made['id']}"
        self.ask("POST", path + "/publish", {})
        changed = self.ask("PATCH", path, {"is_head": True, "department_id": FINANCE, "slug": "flagged"})
        self.assertEqual(1, changed["current_version"])
        self.assertEqual((True, FINANCE, "flagged"), tuple(self.offered(made["id"])[k] for k in ("is_head", "department_id", "slug")))
        self.ask("PATCH", path, {"is_enabled": False})
        self.assertIsNone(self.offered(made["id"]))
        self.ask("POST", f"/api/agents/{made['id']}/hire", {"workspaceId": WORKSPACE}, "ada", 404)
        self.assertIsNone(self.ask("PATCH", path, {"is_enabled": True, "department_id": None, "slug": None})["slug"])

    def test_every_bad_field_is_named(self):
        bad = self.ask("POST", ADMIN, {"name": "", "model": "gpt", "tools": [""], "permission_mode": "yolo", "max_turns": 0,
                                       "config": [], "slug": "No", "department_id": "x", "is_enabled": 1, "is_head": None}, status=400)
        self.assertEqual({"name", "system_prompt", "model", "tools", "permission_mode", "max_turns", "config", "slug",
                          "department_id", "is_enabled", "is_head"}, {e["field"] for e in bad["errors"]})
        bad = self.ask("POST", ADMIN, {"name": "x", "system_prompt": "x", "department_id": ABSENT}, status=400)
        self.assertEqual(["department_id"], [e["field"] for e in bad["errors"]])
        self.ask("POST", ADMIN, {"name": "x", "system_prompt": "x", "slug": "ledger"}, status=409)
        made = self.create("Other")
        self.ask("PATCH", f"{ADMIN}/{made['id']}", {"slug": "ledger"}, status=409)
        self.assertIsNone(self.ask("DELETE", f"{ADMIN}/{made['id']}", status=204))
        self.ask("GET", f"{ADMIN}/{made['id']}", status=404)

    def test_no_change_is_lost(self):
        path = f"{ADMIN}/{self.create('Tagged')['id']}"
        tag = self.send("GET", path).headers["ETag"]
        self.assertEqual(200, self.send("PATCH", path, {"name": "Tagged 1"}, headers={"If-Match": tag}).status)
        for method, at, body in (("PATCH", path, {"name": "Tagged 2"}), ("POST", path + "/publish", {}), ("DELETE", path, None)):
            self.assertEqual(412, self.send(method, at, body, headers={"If-Match": tag}).status)
        self.assertEqual("Tagged 1", self.ask("GET", path)["name"])

    def test_only_platform_admins_and_no_difference_between_ids(self):
        for user in ("ada", "max"):
            for method, path, body in (("GET", ADMIN, None), ("POST", ADMIN, {"name": "x", "system_prompt": "x"}),
                                       ("POST", "/api/admin/departments", {"name": "x", "slug": "x"})):
                self.ask(method, path, body, user, 403)
            for agent in (LEDGER, ABSENT):
                for method, path, body in (("GET", "", None), ("PATCH", "", {"name": "x"}), ("DELETE", "", None),
                                           ("GET", "/versions", None), ("POST", "/publish", {})):
                    self.ask(method, f"{ADMIN}/{agent}{path}", body, user, 403)
            for department in (FINANCE, ABSENT):
                self.ask("PATCH", f"/api/admin/departments/{department}", {"name": "x"}, user, 403)
                self.ask("DELETE", f"/api/admin/departments/{department}", None, user, 403)
        for method, path, body in (("GET", "", None), ("PATCH", "", {"name": "x"}), ("DELETE", "", None),
                                   ("GET", "/versions", None), ("POST", "/publish", {})):
            self.ask(method, f"{ADMIN}/{ABSENT}{path}", body, "olga", 404)

    def test_the_list_has_drafts_and_pages(self):
        made = self.create("Zebra")
        page = self.ask("GET", ADMIN + "?search=ZEBRA")
        self.assertEqual((1, [made]), (page["total"], page["agents"]))
        everything = self.ask("GET", ADMIN + "?limit=200")
        self.assertEqual(len(everything["agents"]), everything["total"])
        self.assertIn("Forge", {a["name"] for a in everything["agents"]})
        self.assertEqual(everything["agents"][1:3], self.ask("GET", ADMIN + "?limit=2&offset=1")["agents"])


class Hiring(CatalogCase):
    def test_what_is_hired_does_not_change_under_its_user_and_keeps_its_link(self):
        made = self.create("Steady", tools=["getAccounts"], permission_mode="acceptEdits", max_turns=7)
        path = f"{ADMIN}/{made['id']}"
        self.ask("POST", path + "/publish", {})
        hire = f"/api/agents/{made['id']}/hire"
        hired = self.ask("POST", hire, {"workspaceId": WORKSPACE}, "ada", 201)
        local = f"/api/local-agents/{hired['id']}"
        self.ask("PATCH", path, {"system_prompt": "Another.", "tools": [], "model": "opus", "permission_mode": "bypassPermissions",
                                 "max_turns": 99, "name": "Restless"})
        self.ask("POST", path + "/publish", {})
        self.assertEqual(hired, self.ask("GET", local, user="ada"))
        kept, = self.system.database.rows(f"SELECT permission_mode, max_turns, ai_agent_id FROM agents WHERE id = '{hired['id']}'")
        self.assertEqual({"permission_mode": "acceptEdits", "max_turns": 7, "ai_agent_id": made["id"]}, kept)

        overridden = self.ask("PATCH", local, {"system_prompt": "Ours.", "model": "haiku"}, "ada")
        self.assertEqual(("Ours.", "haiku", "Steady"), tuple(overridden[k] for k in ("system_prompt", "model", "name")))
        talk = self.ask("POST", "/api/agent-conversations", {"agentId": hired["id"], "workspaceId": WORKSPACE}, "ada", 201)
        self.ask("POST", f"/api/agent-conversations/{talk['id']}/messages", {"messages": [{"role": "user", "content": "hi"}]}, "ada", 201)

        self.ask("DELETE", f"/api/agents/{hired['id']}/unhire", user="ada")
        self.ask("GET", local, user="ada", status=404)
        self.assertFalse(self.offered(made["id"])["isHired"])
        page = self.ask("GET", f"/api/agent-conversations/{talk['id']}/messages", user="ada")
        self.assertEqual(["hi"], [m["content"] for m in page["messages"]])
        listed = self.ask("GET", f"/api/agent-conversations?agentId={hired['id']}&workspaceId={WORKSPACE}", user="ada")
        self.assertEqual([talk["id"]], [c["id"] for c in listed])
        again = self.ask("POST", hire, {"workspaceId": WORKSPACE}, "ada", 201)
        self.assertEqual(("Restless", "Another.", "opus"), tuple(again[k] for k in ("name", "system_prompt", "model")))


class Departments(CatalogCase):
    def test_made_listed_changed_and_deleted(self):
        made = self.ask("POST", "/api/admin/departments", {"name": "Legal", "slug": "legal"}, status=201)
        path = f"/api/admin/departments/{made['id']}"
        page = self.ask("GET", "/api/departments", user="max")
        self.assertIn(made, page["departments"])
        self.assertEqual(len(page["departments"]), page["total"])
        self.ask("POST", "/api/admin/departments", {"name": "Legal", "slug": "legal"}, status=409)
        self.ask("PATCH", path, {"slug": "finance"}, status=409)
        bad = self.ask("POST", "/api/admin/departments", {"slug": "-", "description": 1}, status=400)
        self.assertEqual({"name", "slug", "description"}, {e["field"] for e in bad["errors"]})
        changed = self.send("PATCH", path, {"description": "Contracts."})
        self.assertEqual("Contracts.", json.loads(changed.text)["description"])
        agent = self.create("Counsel", department_id=made["id"])
        self.ask("DELETE", path, status=412, headers={"If-Match": '"other"'})
        self.ask("DELETE", path, status=204, headers={"If-Match": changed.headers["ETag"]})
        self.ask("DELETE", path, status=404)
        self.assertIsNone(self.ask("GET", f"{ADMIN}/{agent['id']}")["department_id"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
