#!/usr/bin/env python3
"""Agents and conversations as seed 003 documents them: paths, fields, statuses."""
import json
import re
import unittest

from server_case import AGENT, OTHER_WORKSPACE, WORKSPACE, SystemCase, of_type

AGENT_FIELDS = {"id", "name", "slug", "description", "department_id", "avatar_url", "model", "system_prompt",
                "permission_mode", "max_turns", "is_enabled", "is_head", "config", "current_version", "published_version",
                "created_at", "updated_at", "isHired", "localAgentId", "hiredAt"}
HIRED_FIELDS = {"id", "workspace_id", "ai_agent_id", "name", "description", "avatar_url", "system_prompt", "model", "tools",
                "is_active", "hired_at", "created_by"}


class DocumentCase(SystemCase):
    def ask(self, method, path, body=None, user="ada", status=200):
        answer = self.system.request(method, path, body, user=user)
        self.assertEqual(status, answer.status, answer.text)
        return json.loads(answer.text) if answer.text else None


class Agents(DocumentCase):
    def list(self, query="", **options):
        return self.ask("GET", f"/api/agents?workspaceId={WORKSPACE}{query}", **options)

    def test_the_list_has_the_seeds_fields_and_pages(self):
        everything = self.list()
        self.assertEqual(len(everything["agents"]), everything["total"])
        for agent in everything["agents"]:
            self.assertEqual(AGENT_FIELDS, set(agent))
            self.assertTrue(agent["created_at"].endswith("+00:00"), agent["created_at"])
        page = self.list("&limit=1&offset=1")
        self.assertEqual([everything["agents"][1]], page["agents"])
        self.assertEqual(everything["total"], page["total"])
        hired = self.list("&hired_only=true")
        self.assertTrue(all(a["isHired"] and a["localAgentId"] and a["hiredAt"] for a in hired["agents"]))
        self.assertLess(hired["total"], everything["total"])
        self.assertEqual({"Ledger"}, {a["name"] for a in self.list("&search=LEDGER")["agents"]})
        self.assertEqual(403, self.system.request("GET", f"/api/agents?workspaceId={OTHER_WORKSPACE}", user="ada").status)

    def test_hiring_unhiring_and_hiring_again(self):
        free = next(a for a in self.list()["agents"] if not a["isHired"])
        path = f"/api/agents/{free['id']}/hire"
        hired = self.ask("POST", path, {"workspaceId": WORKSPACE}, status=201)
        self.assertEqual(HIRED_FIELDS, set(hired))
        self.assertEqual((free["id"], WORKSPACE), (hired["ai_agent_id"], hired["workspace_id"]))
        again = self.ask("POST", path, {"workspaceId": WORKSPACE}, status=409)
        self.assertEqual("already_hired", again["code"])
        self.ask("POST", path, {"workspaceId": OTHER_WORKSPACE}, status=403)
        self.ask("POST", path, {}, status=400)
        self.ask("POST", f"/api/agents/{WORKSPACE}/hire", {"workspaceId": WORKSPACE}, status=404)

        self.ask("DELETE", f"/api/agents/{hired['id']}/unhire", user="max", status=403)
        self.ask("DELETE", f"/api/agents/{hired['id']}/unhire", user="olga", status=404)
        answer = self.system.request("DELETE", f"/api/agents/{hired['id']}/unhire", user="ada")
        self.assertEqual((200, ""), (answer.status, answer.text))
        self.ask("DELETE", f"/api/agents/{hired['id']}/unhire", status=404)
        self.assertNotEqual(hired["id"], self.ask("POST", path, {"workspaceId": WORKSPACE}, status=201)["id"])

    def test_a_local_agent_is_read_and_changed_by_its_creator_or_an_admin(self):
        path = f"/api/local-agents/{AGENT}"
        before = self.ask("GET", path, user="max")
        self.ask("PATCH", path, {"name": "Mine"}, user="max", status=403)
        self.ask("PATCH", path, {"name": "Mine"}, user="olga", status=404)
        changed = self.ask("PATCH", path, {"name": "Ledger II", "tools": ["finance.*"]})
        self.assertEqual(("Ledger II", ["finance.*"]), (changed["name"], changed["tools"]))
        self.assertEqual(before["system_prompt"], changed["system_prompt"])
        bad = self.ask("PATCH", path, {"name": "", "tools": "all", "is_active": 1}, status=400)
        self.assertEqual({"name", "tools", "is_active"}, {e["field"] for e in bad["errors"]})
        self.ask("PATCH", path, {"is_active": False})
        chat = {"message": "hi", "agentId": AGENT, "workspaceId": WORKSPACE}
        self.ask("POST", "/api/agent-chat", chat, status=404)
        self.ask("PATCH", path, {"name": before["name"], "tools": before["tools"], "is_active": True})


class Conversations(DocumentCase):
    def create(self, **fields):
        return self.ask("POST", "/api/agent-conversations", {"agentId": AGENT, "workspaceId": WORKSPACE, **fields}, status=201)

    def test_created_listed_renamed_read_and_deleted(self):
        made = self.create(title="Plans")
        self.assertEqual({"id", "title", "created_at", "updated_at"}, set(made))
        listed = self.ask("GET", f"/api/agent-conversations?agentId={AGENT}&workspaceId={WORKSPACE}")
        self.assertIn(made, listed)
        path = f"/api/agent-conversations/{made['id']}"
        self.assertEqual("Better", self.ask("PATCH", path, {"title": "Better"})["title"])
        self.assertEqual(0, self.ask("GET", path)["total_output_tokens"])
        for user in ("max", "olga"):
            for method, body in (("GET", None), ("PATCH", {"title": "x"}), ("DELETE", None)):
                self.ask(method, path, body, user=user, status=404)
        self.assertIsNone(self.ask("DELETE", path, status=204))
        self.ask("GET", path, status=404)
        self.ask("DELETE", path, status=404)

    def test_the_list_is_searched_and_paged_by_offset_and_by_cursor(self):
        for n in range(5):
            self.create(title=f"Walrus {n}")
        path = f"/api/agent-conversations?agentId={AGENT}&workspaceId={WORKSPACE}&search=WALRUS"
        everything = self.ask("GET", path)
        self.assertEqual([f"Walrus {n}" for n in (4, 3, 2, 1, 0)], [c["title"] for c in everything])
        self.assertEqual(everything[1:3], self.ask("GET", path + "&limit=2&offset=1"))
        found, at = [], path + "&limit=2"
        while at:
            answer = self.system.request("GET", at, user="ada")
            found += json.loads(answer.text)
            link = re.fullmatch(r'<([^>]+)>; rel="next"', answer.headers["Link"] or "")
            at = link and link[1]
        self.assertEqual(everything, found)
        for query in ("&cursor=x", "&limit=0", "&offset=-1"):
            self.ask("GET", path + query, status=400)

    def test_a_conversation_says_where_its_running_turn_begins(self):
        made = self.create()
        path = f"/api/agent-conversations/{made['id']}"
        self.assertEqual((None, 0), (self.ask("GET", path)["active_run"], self.ask("GET", path)["last_seq"]))
        last = self.system.chat("[[say one]]", conversation=made["id"])[-1]["seq"]
        self.assertEqual(last, self.ask("GET", path)["last_seq"])
        with self.system.open_chat("[[slow n=4000 ms=20]]", conversation=made["id"]) as stream:
            session = stream.next()
            with self.system.open_chat("[[say next]]", conversation=made["id"], onBusy="queue") as queued:
                second = queued.next()
                detail = self.ask("GET", path)
                self.assertEqual({"id": session["runId"], "first_seq": session["seq"]}, detail["active_run"])
                self.ask("POST", f"/api/agent-runs/{session['runId']}/cancel", {})
                queued.all()
            stream.all()
        self.assertGreater(second["seq"], session["seq"])
        self.assertIsNone(self.ask("GET", path)["active_run"])

    def test_a_conversation_without_a_title_gets_one_from_its_first_message(self):
        made = self.create()
        self.assertIsNone(made["title"])
        self.system.chat("[[say ok]] About tea", conversation=made["id"])
        row = self.ask("GET", f"/api/agent-conversations/{made['id']}")
        self.assertEqual("[[say ok]] About tea", row["title"])
        self.assertGreater(row["total_output_tokens"], 0)

    def test_messages_are_saved_and_paged(self):
        made = self.create()
        path = f"/api/agent-conversations/{made['id']}/messages"
        parts = [{"type": "text", "text": "two"}]
        saved = self.ask("POST", path, {"messages": [{"role": "user", "content": "one"},
                                                     {"role": "assistant", "content": "two", "parts": parts}]}, status=201)
        self.assertEqual(["one", "two"], [m["content"] for m in saved["messages"]])
        self.assertEqual([None, parts], [m["parts"] for m in saved["messages"]])
        page = self.ask("GET", path + "?limit=1")
        self.assertEqual((["two"], 2), ([m["content"] for m in page["messages"]], page["total"]))
        older = self.ask("GET", f"{path}?limit=1&before={page['messages'][0]['id']}")
        self.assertEqual(["one"], [m["content"] for m in older["messages"]])
        bad = self.ask("POST", path, {"messages": [{"role": "system", "content": 1}]}, status=400)
        self.assertEqual({"messages[0].role", "messages[0].content"}, {e["field"] for e in bad["errors"]})
        self.ask("POST", path, {"messages": [{"role": "user", "content": "x"}]}, user="max", status=404)

    def test_deleting_a_conversation_ends_its_turn_and_keeps_nothing_of_it(self):
        with self.system.open_chat("[[slow n=500 ms=20]]") as stream:
            events = stream.until("text")
            self.ask("DELETE", f"/api/agent-conversations/{events[0]['conversationId']}", status=204)
            events += stream.all()
        self.assertEqual(("done", "cancelled"), (events[-1]["type"], events[-1].get("stopReason")))
        where = f"WHERE conversation_id = '{events[0]['conversationId']}'"
        for table in ("agent_messages", "agent_run_events"):
            self.assertEqual([], self.system.database.rows(f"SELECT 1 FROM {table} {where}"))
        self.assertEqual([{"status": "cancelled"}], self.system.database.rows(f"SELECT status FROM agent_runs {where}"))


class Profile(DocumentCase):
    def test_me_is_the_profile_and_its_workspaces(self):
        me = self.ask("GET", "/api/me")
        self.assertEqual("ada@demo.switchboard.local", me["email"])
        self.assertEqual([WORKSPACE], [w["id"] for w in me["workspaces"]])

    def test_the_first_token_of_a_stranger_makes_a_profile_with_no_workspace(self):
        token = self.system.keys.token("stranger-1", email="new@example.com", name="New One")
        answer = self.system.request("GET", "/api/me", token=token)
        me = json.loads(answer.text)
        self.assertEqual(("new@example.com", "New One", []), (me["email"], me["full_name"], me["workspaces"]))
        self.assertEqual(me["id"], json.loads(self.system.request("GET", "/api/me", token=token).text)["id"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
