#!/usr/bin/env python3
"""What shapes an agent: skills, memories and rules; and that no change is lost (ETag, If-Match)."""
import json
import threading
import unicodedata
import unittest
from urllib.parse import urlencode

from server_case import AGENT, OTHER_WORKSPACE, WORKSPACE, SystemCase

OTHER_AGENT = "5eed0006-0000-4000-8000-000000000004"
LEDGER = "5eed0004-0000-4000-8000-000000000001"
OTHER_SKILL = "5eed0007-0000-4000-8000-000000000004"
SYSTEM_SKILL = "5eed0007-0000-4000-8000-000000000003"
ABSENT = "00000000-0000-4000-8000-00000000dead"
SKILL_FIELDS = {"id", "workspace_id", "name", "display_name", "description", "icon", "content", "is_active", "is_system",
                "created_by", "created_at", "updated_at"}
MEMORY_FIELDS = {"id", "agent_id", "workspace_id", "path", "content", "created_at", "updated_at"}
RULE_FIELDS = {"id", "agent_id", "rule_type", "rule_content", "condition", "priority", "is_enabled", "created_at", "updated_at"}


class KnowledgeCase(SystemCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tokens = {user: cls.system.token(user) for user in ("ada", "max", "olga")}

    def send(self, method, path, body=None, user="ada", headers=None):
        return self.system.request(method, path, body, headers, token=self.tokens[user])

    def ask(self, method, path, body=None, user="ada", status=200, headers=None):
        answer = self.send(method, path, body, user, headers)
        self.assertEqual(status, answer.status, answer.text)
        return json.loads(answer.text) if answer.text else None

    def assert_fields(self, fields, problem):
        self.assertEqual("invalid_field" if problem["status"] == 400 else "", problem["code"])
        self.assertEqual(set(fields), {e["field"] for e in problem["errors"]})

    def assert_alike(self, method, path, ids, user, body=None):
        """The same answer for every id, but for the request's own."""
        seen = set()
        for one in ids:
            answer = self.send(method, path.format(one), body, user)
            problem = json.loads(answer.text)
            problem.pop("requestId")
            seen.add((answer.status, json.dumps(problem)))
        self.assertEqual(1, len(seen), seen)

    def assert_no_lost_update(self, read, write, delete=None):
        """Two who read the same; the second to write is told so. Then many at once: one wins each round."""
        tag = self.send("GET", read).headers["ETag"]
        self.assertRegex(tag, '^"[0-9a-f]{32}"$')
        self.assertEqual(304, self.send("GET", read, headers={"If-None-Match": tag}).status)
        first = write(1, {"If-Match": tag})
        self.assertEqual(200, first.status, first.text)
        self.assertNotEqual(tag, first.headers["ETag"])
        self.assertEqual(self.send("GET", read).headers["ETag"], first.headers["ETag"])
        late = write(2, {"If-Match": tag})
        self.assertEqual((412, "precondition_failed"), (late.status, json.loads(late.text)["code"]))
        self.assertEqual(400, write(2, {"If-Match": "unquoted"}).status)
        self.assertEqual(200, write(2, {"If-Match": "*"}).status)
        if delete:
            self.assertEqual(412, self.send("DELETE", delete, headers={"If-Match": tag}).status)
        tag = self.send("GET", read).headers["ETag"]
        statuses = []
        threads = [threading.Thread(target=lambda n=n: statuses.append(write(n, {"If-Match": tag}).status))
                   for n in range(10, 16)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        self.assertEqual([200] + [412] * 5, sorted(statuses))


class Skills(KnowledgeCase):
    def create(self, name, user="ada", status=201, **fields):
        return self.ask("POST", "/api/agent-skills", {"workspaceId": WORKSPACE, "name": name, "display_name": "One",
                                                      "description": "About", "content": "# Do", **fields}, user, status)

    def test_made_listed_read_changed_and_deleted(self):
        made = self.create("one", description="Of walruses")
        self.assertEqual(SKILL_FIELDS, set(made))
        self.assertEqual(("📋", True, False), (made["icon"], made["is_active"], made["is_system"]))
        path = f"/api/agent-skills/{made['id']}"
        self.assertEqual(made, self.ask("GET", path, user="max"))
        page = self.ask("GET", f"/api/agent-skills?workspaceId={WORKSPACE}", user="max")
        self.assertIn(made, page["skills"])
        self.assertEqual(len(page["skills"]), page["total"])
        second = self.ask("GET", f"/api/agent-skills?workspaceId={WORKSPACE}&limit=1&offset=1")
        self.assertEqual((page["skills"][1:2], page["total"]), (second["skills"], second["total"]))
        found = self.ask("GET", f"/api/agent-skills?workspaceId={WORKSPACE}&search=WALRUS")
        self.assertEqual([made["id"]], [s["id"] for s in found["skills"]])
        changed = self.ask("PATCH", path, {"icon": None, "content": "# Other", "unknown": 1})
        self.assertEqual((None, "# Other", "One"), (changed["icon"], changed["content"], changed["display_name"]))
        self.assertIsNone(self.ask("DELETE", path, status=204))
        self.ask("GET", path, status=404)
        self.ask("DELETE", path, status=404)

    def test_members_read_and_admins_manage(self):
        made = self.create("managed")
        path = f"/api/agent-skills/{made['id']}"
        self.create("mine", user="max", status=403)
        self.ask("PATCH", path, {"content": "x"}, user="max", status=403)
        self.ask("DELETE", path, user="max", status=403)
        self.ask("DELETE", f"/api/agent-skills/{SYSTEM_SKILL}", status=403)
        self.assertEqual("managed", self.ask("GET", path)["name"])

    def test_every_bad_field_is_named(self):
        bad = self.ask("POST", "/api/agent-skills", {"name": "No Good", "display_name": "", "icon": 7, "is_active": "yes",
                                                     "content": "x" * 262145}, status=400)
        self.assert_fields({"workspaceId", "name", "display_name", "description", "icon", "is_active", "content"}, bad)
        made = self.create("checked")
        bad = self.ask("PATCH", f"/api/agent-skills/{made['id']}", {"name": None, "content": "é" * 140_000}, status=400)
        self.assert_fields({"name", "content"}, bad)

    def test_a_name_is_taken_once(self):
        self.create("taken")
        self.assertEqual("conflict", self.create("taken", status=409)["code"])
        other = self.create("free")
        self.ask("PATCH", f"/api/agent-skills/{other['id']}", {"name": "taken"}, status=409)

    def test_no_change_is_lost(self):
        path = f"/api/agent-skills/{self.create('tagged')['id']}"
        self.assert_no_lost_update(path, lambda n, h: self.send("PATCH", path, {"content": f"# {n}"}, headers=h), path)

    def test_an_agent_is_given_skills_and_loses_them(self):
        made = self.create("given")
        path = f"/api/local-agents/{AGENT}/skills"
        self.ask("POST", path, {"skillId": made["id"]}, user="max", status=403)
        self.assertEqual(made, self.ask("POST", path, {"skillId": made["id"]}, status=201))
        self.assertEqual(made, self.ask("POST", path, {"skillId": made["id"]}))
        listed = self.ask("GET", path, user="max")
        self.assertIn(made, listed["skills"])
        self.assertEqual(len(listed["skills"]), listed["total"])
        self.ask("DELETE", f"{path}/{made['id']}", user="max", status=403)
        self.ask("DELETE", f"{path}/{made['id']}", status=204)
        self.ask("DELETE", f"{path}/{made['id']}", status=404)
        self.assertNotIn(made, self.ask("GET", path)["skills"])
        self.assert_fields({"skillId"}, self.ask("POST", path, {}, status=400))
        # A deleted skill leaves its agents.
        self.ask("POST", path, {"skillId": made["id"]}, status=201)
        self.ask("DELETE", f"/api/agent-skills/{made['id']}", status=204)
        self.assertNotIn(made["id"], [s["id"] for s in self.ask("GET", path)["skills"]])

    def test_the_others_are_not_there(self):
        for method, body in (("GET", None), ("PATCH", {"content": "x"}), ("DELETE", None)):
            self.assert_alike(method, "/api/agent-skills/{}", (OTHER_SKILL, ABSENT), "ada", body)
        for skill in (OTHER_SKILL, ABSENT):
            self.ask("POST", f"/api/local-agents/{AGENT}/skills", {"skillId": skill}, status=404)
        for method, body in (("GET", None), ("POST", {"skillId": SYSTEM_SKILL})):
            self.assert_alike(method, "/api/local-agents/{}/skills", (OTHER_AGENT, ABSENT), "ada", body)
        self.assert_alike("GET", "/api/agent-skills?workspaceId={}", (OTHER_WORKSPACE, ABSENT), "ada")
        self.assertEqual(403, self.send("GET", f"/api/agent-skills?workspaceId={ABSENT}").status)
        row = {"name": "x", "display_name": "x", "description": "", "content": ""}
        for workspace in (OTHER_WORKSPACE, ABSENT):
            self.ask("POST", "/api/agent-skills", {**row, "workspaceId": workspace}, status=403)


class Memories(KnowledgeCase):
    def where(self, path=None, agent=AGENT, workspace=WORKSPACE, **more):
        query = {"agentId": agent, "workspaceId": workspace, **({"path": path} if path is not None else {}), **more}
        return "/api/agent-memories?" + urlencode(query)

    def write(self, path, content, user="max", status=201, headers=None, **ids):
        body = {"agentId": AGENT, "workspaceId": WORKSPACE, "path": path, "content": content, **ids}
        return self.ask("PUT", "/api/agent-memories", body, user, status, headers)

    def test_written_listed_read_and_deleted_by_path(self):
        made = self.write("/memories/users/drew.md", "Likes tea.")
        self.assertEqual(MEMORY_FIELDS, set(made))
        again = self.write("/memories/users/drew.md", "Likes coffee.", user="ada", status=200)
        self.assertEqual(made["id"], again["id"])
        self.assertEqual(again, self.ask("GET", self.where("/memories/users/drew.md")))
        page = self.ask("GET", self.where(prefix="/memories/users/d"))
        self.assertEqual((1, [("/memories/users/drew.md", 13)]),
                         (page["total"], [(m["path"], m["bytes"]) for m in page["memories"]]))
        everything = self.ask("GET", self.where())
        self.assertEqual(sorted(m["path"] for m in everything["memories"]), [m["path"] for m in everything["memories"]])
        second = self.ask("GET", self.where(limit=1, offset=1))
        self.assertEqual((everything["memories"][1:2], everything["total"]), (second["memories"], second["total"]))
        self.assertIsNone(self.ask("DELETE", self.where("/memories/users/drew.md"), status=204))
        self.ask("GET", self.where("/memories/users/drew.md"), status=404)
        self.ask("DELETE", self.where("/memories/users/drew.md"), status=404)

    def test_a_path_has_one_spelling(self):
        composed, decomposed = (unicodedata.normalize(form, "/memories/Zoë Ångström.md") for form in ("NFC", "NFD"))
        self.assertNotEqual(composed, decomposed)
        made = self.write(decomposed, "one")
        self.assertEqual(composed, made["path"])
        self.assertEqual(made["id"], self.write(composed, "two", status=200)["id"])
        self.assertEqual("two", self.ask("GET", self.where(decomposed))["content"])
        self.assertEqual(1, self.ask("GET", self.where(prefix=decomposed))["total"])
        self.ask("DELETE", self.where(decomposed), status=204)

    def test_paths_that_lead_elsewhere_are_refused(self):
        for path in ("", "/", "memories/x", "/a/../b", "/..", "/a/./b", "/a//b", "/a/", "/a\nb", "/a\u007fb", "/a\u0085b",
                     "/\u202eb", "/\ufeffb", "/" + "x" * 255):
            with self.subTest(path=path):
                self.assert_fields({"path"}, self.write(path, "x", status=400))
                for method in ("GET", "DELETE"):
                    bad = self.ask(method, self.where(path), status=400)
                    self.assertEqual(("bad_query", ["path"]), (bad["code"], [e["field"] for e in bad["errors"]]))
        self.assertEqual("bad_json", self.ask("PUT", "/api/agent-memories", '{"path": "/a\\u0000"}', status=400, headers={
            "Content-Type": "application/json"})["code"])
        self.assertEqual(400, self.send("GET", self.where() + "&path=/a%00b").status)
        self.assertEqual(400, self.send("GET", self.where() + "&path=/a%ff").status)
        # Some characters grow when they are normalised.
        self.assert_fields({"path"}, self.write("/" + "\u0958" * 200, "x", status=400))
        self.assertEqual("/...a", self.write("/...a", "x")["path"])

    def test_size_is_capped(self):
        self.write("/big", "x" * 262_144)
        self.assert_fields({"content"}, self.write("/big", "x" * 262_145, status=400))
        self.assert_fields({"content"}, self.write("/big", "é" * 131_073, status=400))
        self.assert_fields({"content", "agentId"}, self.write("/big", 7, agentId="x", status=400))
        self.system.database.execute(
            f"INSERT INTO agent_memories (workspace_id, agent_id, path) SELECT '{OTHER_WORKSPACE}', '{OTHER_AGENT}', "
            f"'/many/' || n FROM generate_series(1, 1000 - (SELECT count(*)::int FROM agent_memories "
            f"WHERE agent_id = '{OTHER_AGENT}')) n")
        ids = {"agentId": OTHER_AGENT, "workspaceId": OTHER_WORKSPACE}
        self.assertEqual("conflict", self.write("/one-more", "", user="olga", status=409, **ids)["code"])
        self.write("/many/1", "changed", user="olga", status=200, **ids)

    def test_no_change_is_lost(self):
        self.write("/tagged", "0")

        def write(n, headers):
            return self.send("PUT", "/api/agent-memories", {"agentId": AGENT, "workspaceId": WORKSPACE, "path": "/tagged",
                                                            "content": f"{n}"}, headers=headers)
        self.assert_no_lost_update(self.where("/tagged"), write, self.where("/tagged"))
        self.write("/tagged", "x", status=412, headers={"If-None-Match": "*"})
        self.write("/not-there", "x", status=412, headers={"If-Match": "*"})
        self.write("/new", "x", headers={"If-None-Match": "*"})

    def test_the_others_are_not_there(self):
        self.assert_alike("GET", "/api/agent-memories?workspaceId=%s&agentId={}" % WORKSPACE, (OTHER_AGENT, ABSENT), "ada")
        self.assert_alike("GET", "/api/agent-memories?agentId=%s&workspaceId={}" % AGENT, (OTHER_WORKSPACE, ABSENT), "ada")
        for agent in (OTHER_AGENT, ABSENT):
            self.write("/x", "x", agentId=agent, status=404)
            self.ask("DELETE", self.where("/x", agent=agent), status=404)
        for workspace in (OTHER_WORKSPACE, ABSENT):
            self.write("/x", "x", agentId=OTHER_AGENT, workspaceId=workspace, status=403)
            self.ask("DELETE", self.where("/x", agent=OTHER_AGENT, workspace=workspace), status=403)


class Rules(KnowledgeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.system.database.execute("UPDATE profiles SET is_platform_admin = true WHERE email LIKE 'olga@%'")

    def create(self, status=201, user="olga", **fields):
        return self.ask("POST", "/api/agent-rules", {"agent_id": LEDGER, "rule_type": "always", "rule_content": "Be exact.",
                                                     **fields}, user, status)

    def test_made_listed_changed_and_deleted_by_platform_admins(self):
        made = self.create()
        self.assertEqual(RULE_FIELDS, set(made))
        self.assertEqual((100, True, None), (made["priority"], made["is_enabled"], made["condition"]))
        path = f"/api/agent-rules/{made['id']}"
        self.assertEqual(made, self.ask("GET", path, user="max"))
        for user in ("ada", "max"):
            self.create(user=user, status=403)
            for rule in (made["id"], ABSENT):
                self.ask("PATCH", f"/api/agent-rules/{rule}", {"priority": 1}, user, 403)
                self.ask("DELETE", f"/api/agent-rules/{rule}", None, user, 403)
        when = self.ask("PATCH", path, {"rule_type": "when", "condition": "it rains", "priority": -5}, "olga")
        self.assertEqual(("when", "it rains", -5), (when["rule_type"], when["condition"], when["priority"]))
        page = self.ask("GET", f"/api/agent-rules?agentId={LEDGER}")
        self.assertEqual(made["id"], page["rules"][0]["id"])
        self.assertEqual(sorted(r["priority"] for r in page["rules"]), [r["priority"] for r in page["rules"]])
        self.assertEqual({LEDGER}, {r["agent_id"] for r in page["rules"]} - {None})
        self.assertLess(page["total"], self.ask("GET", "/api/agent-rules")["total"])
        self.assertEqual(1, len(self.ask("GET", "/api/agent-rules?limit=1")["rules"]))
        self.ask("DELETE", path, user="olga", status=204)
        self.ask("GET", path, status=404)
        self.ask("DELETE", path, user="olga", status=404)
        self.ask("PATCH", path, {}, user="olga", status=404)

    def test_every_bad_field_is_named(self):
        bad = self.create(status=400, agent_id="x", rule_type="maybe", rule_content="", priority=1.5, is_enabled=0)
        self.assert_fields({"agent_id", "rule_type", "rule_content", "priority", "is_enabled"}, bad)
        self.assert_fields({"agent_id"}, self.create(status=400, agent_id=ABSENT))
        self.assert_fields({"condition"}, self.create(status=400, rule_type="when"))
        self.assert_fields({"condition"}, self.create(status=400, condition="it rains"))
        self.assert_fields({"priority"}, self.create(status=400, priority=2**63))
        made = self.create()
        path = f"/api/agent-rules/{made['id']}"
        self.assert_fields({"condition"}, self.ask("PATCH", path, {"rule_type": "when"}, "olga", 400))
        self.assert_fields({"condition"}, self.ask("PATCH", path, {"condition": "x"}, "olga", 400))
        self.assert_fields({"rule_type"}, self.ask("PATCH", path, {"rule_type": None}, "olga", 400))
        self.ask("DELETE", path, user="olga", status=204)

    def test_no_change_is_lost(self):
        path = f"/api/agent-rules/{self.create()['id']}"
        self.assert_no_lost_update(path, lambda n, h: self.send("PATCH", path, {"priority": n}, "olga", h))
        self.ask("DELETE", path, user="olga", status=204)

    def test_a_rule_without_an_agent_is_for_all(self):
        made = self.create(agent_id=None, rule_content="Say moin.")
        self.assertIn(made, self.ask("GET", f"/api/agent-rules?agentId={LEDGER}")["rules"])
        self.ask("DELETE", f"/api/agent-rules/{made['id']}", user="olga", status=204)


class Agents(KnowledgeCase):
    def test_no_change_of_an_agent_is_lost(self):
        path = f"/api/local-agents/{AGENT}"
        name = self.ask("GET", path)["name"]
        self.assert_no_lost_update(path, lambda n, h: self.send("PATCH", path, {"name": f"Ledger {n}"}, headers=h))
        self.ask("PATCH", path, {"name": name})


if __name__ == "__main__":
    unittest.main(verbosity=2)
