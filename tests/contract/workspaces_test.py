#!/usr/bin/python3
"""Workspaces, members, roles, invitations, leaving, deleting and exporting, over HTTP."""
import http.client
import json
import unittest

from server_case import OTHER_WORKSPACE, WORKSPACE, SystemCase, wait_for

ABSENT = "00000000-0000-4000-8000-000000000000"
PEOPLE = {"ada": "5eed0002-0000-4000-8000-000000000001", "max": "5eed0002-0000-4000-8000-000000000002",
          "olga": "5eed0002-0000-4000-8000-000000000003"}


class WorkspaceCase(SystemCase):
    def ask(self, method, path, body=None, user="ada", status=200):
        answer = self.system.request(method, path, body, user=user)
        self.assertEqual(status, answer.status, answer.text)
        return json.loads(answer.text) if answer.text else None

    def make(self, name="Lab", user="ada"):
        return self.ask("POST", "/api/workspaces", {"name": name}, user=user, status=201)["id"]

    def invite(self, workspace, user, role="member", by="ada"):
        made = self.ask("POST", f"/api/workspaces/{workspace}/members", {"email": f"{user}@example.com", "role": role}, user=by,
                        status=201)
        return made["token"]

    def join(self, workspace, user, role="member"):
        token = self.invite(workspace, user, role)
        joined = self.ask("POST", "/api/invitations/accept", {"token": token}, user=user)
        self.assertEqual((workspace, role), (joined["id"], joined["role"]))

    def roles(self, workspace, user="ada"):
        names = {value: key for key, value in PEOPLE.items()}
        return {names[m["user_id"]]: m["role"] for m in self.ask("GET", f"/api/workspaces/{workspace}/members", user=user)["members"]}


class Workspaces(WorkspaceCase):
    def test_made_listed_renamed_and_deleted(self):
        before = self.ask("GET", "/api/workspaces")["total"]
        workspace = self.make("First")
        listed = self.ask("GET", "/api/workspaces")
        self.assertEqual(before + 1, listed["total"])
        self.assertIn((workspace, "owner"), [(w["id"], w["role"]) for w in listed["workspaces"]])
        self.assertEqual(1, len(self.ask("GET", "/api/workspaces?limit=1")["workspaces"]))
        path = f"/api/workspaces/{workspace}"
        self.assertEqual("Second", self.ask("PATCH", path, {"name": "Second"})["name"])
        self.assertEqual("Second", self.ask("GET", path)["name"])
        for body in ({}, {"name": ""}, {"name": "x" * 101}, {"name": 1}):
            self.assertEqual("name", self.ask("PATCH", path, body, status=400)["errors"][0]["field"])
        self.ask("DELETE", path, status=204)
        self.ask("GET", path, status=403)

    def test_a_foreign_workspace_and_an_absent_one_answer_alike(self):
        for method, suffix, body in (("GET", "", None), ("PATCH", "", {"name": "Mine"}), ("DELETE", "", None), ("GET", "/export", None),
                                     ("GET", "/members", None), ("POST", "/members", {"email": "x@example.com"}),
                                     ("PATCH", f"/members/{PEOPLE['olga']}", {"role": "member"}),
                                     ("DELETE", f"/members/{PEOPLE['olga']}", None), ("GET", "/invitations", None)):
            answers = [self.ask(method, f"/api/workspaces/{w}{suffix}", body, status=403) for w in (OTHER_WORKSPACE, ABSENT)]
            for answer in answers:
                del answer["requestId"]
            self.assertEqual(*answers)

    def test_a_deleted_workspace_takes_everything_with_it_and_ends_its_turns(self):
        workspace = self.make("Short-lived", user="max")
        free = self.ask("GET", f"/api/agents?workspaceId={workspace}", user="max")["agents"][0]
        agent = self.ask("POST", f"/api/agents/{free['id']}/hire", {"workspaceId": workspace}, user="max", status=201)["id"]
        self.system.chat("[[say ok]]", user="max", workspaceId=workspace, agentId=agent)
        with self.system.open_chat("[[slow n=2000 ms=20]]", user="max", workspaceId=workspace, agentId=agent) as stream:
            stream.until("text")
            self.ask("DELETE", f"/api/workspaces/{workspace}", user="max", status=204)
            self.assertIn(stream.all()[-1]["type"], ("done", "error"))
        for table in ("agents", "agent_conversations", "agent_runs", "agent_messages", "agent_run_events", "workspace_members"):
            self.assertEqual([], self.system.database.rows(f"SELECT 1 FROM {table} WHERE workspace_id = '{workspace}'"), table)
        self.assert_nothing_left()


class Members(WorkspaceCase):
    def test_invited_and_joined(self):
        workspace = self.make()
        path = f"/api/workspaces/{workspace}"
        token = self.invite(workspace, "max", "admin")
        listed = self.ask("GET", f"{path}/invitations")
        self.assertEqual((1, "max@example.com", "admin"),
                         (listed["total"], listed["invitations"][0]["email"], listed["invitations"][0]["role"]))
        self.assertNotIn(token, json.dumps(listed))
        self.assertEqual([], self.system.database.rows(f"SELECT 1 FROM workspace_invitations WHERE token_hash::text LIKE '%{token}%'"))
        self.ask("POST", f"{path}/members", {"email": "MAX@example.com"}, status=409)
        self.ask("GET", path, user="max", status=403)
        self.ask("POST", "/api/invitations/accept", {"token": "wrong"}, user="max", status=404)
        self.assertEqual("admin", self.ask("POST", "/api/invitations/accept", {"token": token}, user="max")["role"])
        self.ask("POST", "/api/invitations/accept", {"token": token}, user="olga", status=404)
        self.assertEqual({"ada": "owner", "max": "admin"}, self.roles(workspace, "max"))
        self.assertEqual(0, self.ask("GET", f"{path}/invitations")["total"])
        self.ask("POST", f"{path}/members", {"email": "max@demo.switchboard.local"}, status=409)

    def test_revoked_and_late_invitations_open_nothing(self):
        workspace = self.make()
        path = f"/api/workspaces/{workspace}"
        revoked = self.invite(workspace, "olga")
        invitation = self.ask("GET", f"{path}/invitations")["invitations"][0]["id"]
        self.ask("DELETE", f"/api/workspaces/{WORKSPACE}/invitations/{invitation}", status=404)
        self.ask("DELETE", f"{path}/invitations/{invitation}", status=204)
        self.ask("DELETE", f"{path}/invitations/{invitation}", status=404)
        late = self.invite(workspace, "olga")
        self.system.database.execute(f"UPDATE workspace_invitations SET expires_at = now() - interval '1 s' WHERE workspace_id = '{workspace}'")
        for token in (revoked, late):
            self.ask("POST", "/api/invitations/accept", {"token": token}, user="olga", status=404)
        self.assertEqual(0, self.ask("GET", f"{path}/invitations")["total"])
        self.join(workspace, "olga")

    def test_what_a_member_an_admin_and_an_owner_may(self):
        workspace = self.make()
        path = f"/api/workspaces/{workspace}"
        self.join(workspace, "max", "admin")
        self.join(workspace, "olga")
        ada, max_, olga = (f"{path}/members/{PEOPLE[p]}" for p in ("ada", "max", "olga"))
        for method, target, body in (("PATCH", path, {"name": "x"}), ("DELETE", path, None), ("GET", f"{path}/export", None),
                                     ("POST", f"{path}/members", {"email": "x@example.com"}), ("GET", f"{path}/invitations", None),
                                     ("PATCH", max_, {"role": "member"}), ("PATCH", olga, {"role": "admin"}), ("DELETE", max_, None),
                                     ("DELETE", ada, None), ("PATCH", ada, {"role": "member"})):
            self.ask(method, target, body, user="olga", status=403)
        self.ask("DELETE", path, user="max", status=403)
        self.ask("PATCH", ada, {"role": "member"}, user="max", status=403)
        self.ask("DELETE", ada, user="max", status=403)
        self.ask("PATCH", olga, {"role": "owner"}, user="max", status=403)
        self.assertEqual("admin", self.ask("PATCH", olga, {"role": "admin"}, user="max")["role"])
        self.ask("PATCH", f"{path}/members/{ABSENT}", {"role": "member"}, status=404)
        for role in (None, "king", 1):
            self.assertEqual("role", self.ask("PATCH", olga, {"role": role}, status=400)["errors"][0]["field"])
        self.assertEqual({"ada": "owner", "max": "admin", "olga": "admin"}, self.roles(workspace))

    def test_the_last_owner_neither_leaves_nor_steps_down(self):
        workspace = self.make()
        self.join(workspace, "max")
        ada, max_ = (f"/api/workspaces/{workspace}/members/{PEOPLE[p]}" for p in ("ada", "max"))
        self.assertEqual("conflict", self.ask("DELETE", ada, status=409)["code"])
        self.ask("PATCH", ada, {"role": "member"}, status=409)
        self.ask("PATCH", max_, {"role": "owner"})
        self.ask("DELETE", ada, status=204)
        self.ask("GET", f"/api/workspaces/{workspace}", status=403)
        self.assertEqual({"max": "owner"}, self.roles(workspace, "max"))

    def test_who_is_removed_is_out_at_once(self):
        workspace = self.make()
        self.join(workspace, "max")
        free = self.ask("GET", f"/api/agents?workspaceId={workspace}")["agents"][0]
        agent = self.ask("POST", f"/api/agents/{free['id']}/hire", {"workspaceId": workspace}, status=201)["id"]
        with self.system.open_chat("[[slow n=2000 ms=20]]", user="max", workspaceId=workspace, agentId=agent) as stream:
            stream.until("text")
            self.ask("DELETE", f"/api/workspaces/{workspace}/members/{PEOPLE['max']}", status=204)
            self.assertIn(stream.all()[-1]["type"], ("done", "error"))
        self.ask("GET", f"/api/workspaces/{workspace}", user="max", status=403)
        self.assert_nothing_left()

    def test_bad_addresses_are_named(self):
        for email in ("", "x", "@x", "x@", "a b@c", "a@b@c", "x" * 320 + "@y", 1, None):
            bad = self.ask("POST", f"/api/workspaces/{WORKSPACE}/members", {"email": email, "role": "owner"}, status=400)
            self.assertEqual({"email", "role"}, {e["field"] for e in bad["errors"]})


class Export(WorkspaceCase):
    def lines(self, workspace, user="ada"):
        answer = self.system.request("GET", f"/api/workspaces/{workspace}/export", user=user)
        self.assertEqual((200, "application/x-ndjson"), (answer.status, answer.headers["Content-Type"]))
        lines = [json.loads(line) for line in answer.text.splitlines()]
        self.assertEqual({"complete": True, "rows": len(lines) - 1}, lines[-1])
        return lines[:-1]

    def test_an_export_holds_every_row_that_its_reader_may_see_and_nothing_else(self):
        self.system.chat("[[say private]]", user="max")
        self.system.chat("[[say mine]]")
        lines = self.lines(WORKSPACE)
        counted = {}
        for line in lines:
            counted[line["table"]] = counted.get(line["table"], 0) + 1
        for table in ("transactions", "agents", "agent_skills", "tasks", "workspace_members"):
            expected, = self.system.database.rows(f"SELECT count(*) FROM {table} WHERE workspace_id = '{WORKSPACE}'")
            self.assertEqual(expected["count"], counted[table], table)
        self.assertEqual([WORKSPACE], [line["row"]["id"] for line in lines if line["table"] == "workspaces"])
        self.assertEqual({WORKSPACE}, {line["row"]["workspace_id"] for line in lines if "workspace_id" in line["row"]})
        self.assertEqual({PEOPLE["ada"]}, {line["row"]["user_id"] for line in lines if line["table"] == "agent_messages"})
        text = json.dumps(lines)
        self.assertNotIn(OTHER_WORKSPACE, text)
        self.assertNotIn(PEOPLE["olga"], text)
        self.assertNotIn("token_hash", text)
        keys = [(line["table"], json.dumps(line["row"])) for line in lines]
        self.assertEqual(len(keys), len(set(keys)))

    def test_a_stream_that_nobody_reads_gives_its_place_back(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.system.port, timeout=30)
        connection.request("GET", f"/api/workspaces/{WORKSPACE}/export", headers={"Authorization": f"Bearer {self.system.token('ada')}"})
        connection.getresponse().read(100)
        connection.close()

        def nobody_left():
            metrics = self.system.request("GET", "/metrics").text
            return "switchboard_streams_open 0\n" in metrics
        wait_for(nobody_left, "the stream's place")


if __name__ == "__main__":
    unittest.main(verbosity=2)
