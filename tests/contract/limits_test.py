#!/usr/bin/env python3
"""Limits that hold over all servers of one database: requests of a user, a workspace, an address; runs; daily quotas."""
import json
import os
import socket
import unittest

from server_case import AGENT, BIN, WORKSPACE, Program, SystemCase, wait_for

AGENTS = f"/api/agents?workspaceId={WORKSPACE}"
SLOW = 0.001  # tokens a second: none in the time that a test takes


class LimitCase(SystemCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tokens = {user: cls.system.token(user) for user in ("ada", "max", "olga")}

    def get(self, path, user=None, **headers):
        return self.system.request("GET", path, headers=headers, token=user and self.tokens[user])

    def assert_refused(self, answer, code):
        problem = json.loads(answer.text)
        self.assertEqual((429, code), (answer.status, problem["code"]), answer.text)
        self.assertGreaterEqual(int(answer.headers["Retry-After"]), 1)
        self.assertRegex(answer.headers["RateLimit"], rf'^"{code}";r=0;t=\d+$')
        self.assertTrue(answer.headers["RateLimit-Policy"].startswith(f'"{code}";q='))
        return problem


class Shared(LimitCase):
    settings = {"requestsPerSecond": SLOW, "requestBurst": 8}

    def second_server(self):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            port = s.getsockname()[1]
        folder = self.system.folder / "second"
        folder.mkdir()
        file = folder / "config.json"
        file.write_text(json.dumps({**self.system.config(), "port": port, "stateDir": str(folder / "state")}))
        env = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME") or k.endswith(("SAN_OPTIONS", "SYMBOLIZER_PATH"))}
        program = Program("second server", [BIN / "switchboard-server", "--config", file], env, folder / "server.log")
        self.addCleanup(lambda: self.assertEqual(0, program.stop()))
        self.first_port, self.system.port = self.system.port, port
        wait_for(lambda: self.second_answers(program), "the second server")
        return port

    def second_answers(self, program):
        self.assertIsNone(program.process.poll(), "the second server ended")
        try:
            return self.get("/health").status == 200
        except OSError:
            return False

    def test_two_servers_spend_one_bucket(self):
        ports = [self.second_server(), self.first_port]
        try:
            seen = []
            for n in range(12):
                self.system.port = ports[n % 2]
                seen.append(self.get("/api/me", "ada"))
            self.assertEqual([200] * 8 + [429] * 4, sorted(a.status for a in seen))
            self.assert_refused(seen[-1], "rate_limited")
            self.assertEqual(200, self.get("/api/me", "max").status)  # another user's is another
        finally:
            self.system.port = self.first_port


class Workspaces(LimitCase):
    settings = {"workspaceRequestsPerSecond": SLOW, "workspaceRequestBurst": 8}

    def test_members_share_their_workspaces_bucket_and_others_cannot_empty_it(self):
        self.assertEqual([403] * 8 + [429] * 4, [self.get(AGENTS, "olga").status for _ in range(12)])
        statuses = [self.get(AGENTS, user).status for _ in range(6) for user in ("ada", "max")]
        self.assertEqual([200] * 8 + [429] * 4, sorted(statuses))
        self.assert_refused(self.get(f"/api/workspaces/{WORKSPACE}/usage", "ada"), "rate_limited")
        chat = {"message": "hi", "agentId": AGENT, "workspaceId": WORKSPACE}
        self.assert_refused(self.system.request("POST", "/api/agent-chat", chat, token=self.tokens["ada"]), "rate_limited")
        self.assertEqual(200, self.get("/api/me", "ada").status)


class Addresses(LimitCase):
    settings = {"addressRequestsPerSecond": SLOW, "addressRequestBurst": 8}

    def test_who_is_not_signed_in_is_counted_by_address_whatever_they_say(self):
        statuses = [self.get("/api/me", **{"X-Forwarded-For": f"198.51.100.{n}"}).status for n in range(12)]
        self.assertEqual([401] * 8 + [429] * 4, sorted(statuses))
        self.assert_refused(self.get("/openapi.json"), "rate_limited")
        self.assertEqual(200, self.get("/api/me", "ada").status)
        self.assertEqual(200, self.get("/health").status)


class Proxies(LimitCase):
    settings = {"addressRequestsPerSecond": SLOW, "addressRequestBurst": 2, "trustedProxies": ["127.0.0.0/8"]}

    def test_a_trusted_proxy_says_who_it_is(self):
        def ask(forwarded):
            return self.get("/api/me", **{"X-Forwarded-For": forwarded}).status
        self.assertEqual([401, 401, 429], [ask("198.51.100.1") for _ in range(3)])
        self.assertEqual(401, ask("198.51.100.2"))
        self.assertEqual(429, ask("203.0.113.7, 198.51.100.1"))  # what the client itself claims is further left
        self.assertIn('"ip":"198.51.100.2"', self.system.log())


class Runs(LimitCase):
    settings = {"maxRunsPerUser": 1, "maxRunsPerWorkspace": 2, "dailyRunsPerUser": 4}

    def chat(self, user):
        body = {"message": "hi", "agentId": AGENT, "workspaceId": WORKSPACE}
        return self.system.request("POST", "/api/agent-chat", body, token=self.tokens[user])

    def test_runs_under_way_and_runs_of_a_day(self):
        with self.system.open_chat("[[slow n=4000 ms=20]]") as stream:
            run = stream.until("text")[0]["runId"]
            self.assertIn("yours", self.assert_refused(self.chat("ada"), "rate_limited")["detail"])
            with self.system.open_chat("[[slow n=4000 ms=20]]", user="max") as other:
                second = other.until("text")[0]["runId"]
                for started, user in ((second, "max"), (run, "ada")):
                    self.system.request("POST", f"/api/agent-runs/{started}/cancel", {}, token=self.tokens[user])
                other.all()
            stream.all()
        self.assert_nothing_left()
        for _ in range(3):
            self.assertEqual(200, self.chat("ada").status)
        self.assert_refused(self.chat("ada"), "quota_exceeded")
        self.assertEqual(200, self.chat("max").status)
        self.assertEqual(4, len(self.system.database.rows(
            "SELECT r.id FROM agent_runs r JOIN profiles p ON p.id = r.user_id WHERE p.email LIKE 'ada@%' AND r.created_at > now() - interval '1 hour'")))


class WorkspaceQuota(LimitCase):
    settings = {"maxRunsPerWorkspace": 1, "dailyWorkspaceCostLimitUsd": 0.000001}

    def test_a_workspaces_runs_and_its_budget_of_a_day(self):
        body = {"message": "hi", "agentId": AGENT, "workspaceId": WORKSPACE}
        with self.system.open_chat("[[slow n=4000 ms=20]]") as stream:
            run = stream.until("text")[0]["runId"]
            refused = self.system.request("POST", "/api/agent-chat", body, token=self.tokens["max"])
            self.assertIn("workspace", self.assert_refused(refused, "rate_limited")["detail"])
            self.system.request("POST", f"/api/agent-runs/{run}/cancel", {}, token=self.tokens["ada"])
            stream.all()
        self.assert_nothing_left()
        self.system.database.execute("UPDATE agent_runs SET cost_usd = 1 WHERE id = '%s'" % run)
        refused = self.system.request("POST", "/api/agent-chat", body, token=self.tokens["max"])
        self.assert_refused(refused, "quota_exceeded")


if __name__ == "__main__":
    unittest.main(verbosity=2)
