#!/usr/bin/env python3
"""make up, whole: it ends with a system that answers, does nothing twice, mends what was taken away, and make down
leaves nothing running. Runs the programs of the dev preset (or PRESET) on ports of its own; the page has tests of its own."""
import json
import os
import re
import signal
import stat
import subprocess
import time
import unittest
import urllib.error
import urllib.request

from dev_case import ROOT, DevCase, free_port

STEPS = 12


class Up(DevCase):
    def setUp(self):
        super().setUp()
        # The Claude CLI is 360 MB: what scripts/test has installed serves here too.
        installed = os.environ.get("CLAUDE_CLI_PATH", "").split("/node_modules/")[0]
        if installed:
            (self.local / "claude").symlink_to(installed)
        self.port = free_port()
        self.environment["PORT"] = str(self.port)
        self.addCleanup(self.run_command, "scripts/pg", "reset", self.local / "pg")
        self.addCleanup(self.run_command, "make", "down")

    def up(self):
        """The lines of its steps: {label: result}."""
        said = self.succeeds(self.run_command("make", "up"))
        steps = dict(re.findall(r"^(\S.{16}) (ok [\d.]+ s.*|already there.*)$", said, re.M))
        self.assertEqual(STEPS, len(steps), said)
        return {label.strip(): result for label, result in steps.items()}, said

    def demo(self):
        return json.loads((self.local / "demo.json").read_text())

    def get(self, path, token=None):
        """The status and body of a request to the server."""
        request = urllib.request.Request(self.demo()["baseUrl"] + path)
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read()

    def ask(self, message):
        """The events of one turn, as the first user to the first agent."""
        demo = self.demo()
        body = json.dumps({"message": message, "workspaceId": demo["workspaceId"], "agentId": demo["agents"][0]["id"]})
        request = urllib.request.Request(demo["baseUrl"] + "/api/agent-chat", body.encode(), {
            "Authorization": f"Bearer {demo['users'][0]['token']}", "Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=120) as answer:
            return re.findall(r"^event: (\w+)$", answer.read().decode(), re.M)

    def processes(self):
        """Whatever runs out of this system's folder."""
        return subprocess.run(["pgrep", "-af", str(self.local)], capture_output=True, text=True).stdout

    def test_up_status_down(self):
        _, said = self.up()
        self.assertIn(f"curl -N http://127.0.0.1:{self.port}/api/agent-chat", said)

        demo = self.demo()
        self.assertEqual({"baseUrl", "workspaceId", "otherWorkspaceId", "agents", "users", "databaseUrl",
                          "ownerDatabaseUrl", "modelUrl", "serverPid"}, set(demo))
        self.assertEqual(["admin", "member"], [user["role"] for user in demo["users"][:2]])
        for name in ("demo.json", "config.json", "keys/demo.pem", "run/database.env"):
            self.assertEqual(0o600, stat.S_IMODE((self.local / name).stat().st_mode), name)
        agents = f"/api/agents?workspaceId={demo['workspaceId']}"
        self.assertEqual([200, 200, 403], [self.get(agents, user["token"])[0] for user in demo["users"]])
        token = self.succeeds(self.run_command("make", "-s", "token", f"USER={demo['users'][1]['email']}")).strip()
        self.assertEqual(200, self.get(agents, token)[0])

        events = self.ask("What did I spend on software in March?")
        self.assertEqual(("session", "done"), (events[0], events[-1]))
        self.assertTrue({"tool_start", "tool_result", "text"} <= set(events), events)

        self.succeeds(self.run_command("make", "status"))
        steps, _ = self.up()
        done_again = {label for label, result in steps.items() if not result.startswith("already there")}
        self.assertEqual({"Demo users"}, done_again)
        self.assertEqual(demo["serverPid"], self.demo()["serverPid"])

        # A server that was killed is started again; the rest is left alone.
        os.kill(demo["serverPid"], signal.SIGKILL)
        while self.run_command("make", "status").returncode == 0:
            time.sleep(0.1)
        steps, _ = self.up()
        self.assertTrue(steps["Server"].startswith("ok"))
        self.assertTrue(steps["Model"].startswith("already there"))
        self.assertNotEqual(demo["serverPid"], self.demo()["serverPid"])

        # Agents outlive a server that was killed; make down finds them all the same.
        self.assertEqual("done", self.ask("hello")[-1])
        self.assertIn("switchboard-agent-host", self.processes())
        os.kill(self.demo()["serverPid"], signal.SIGKILL)
        self.succeeds(self.run_command("make", "down"))
        for _ in range(300):
            if not self.processes():
                break
            time.sleep(0.1)
        self.assertEqual("", self.processes())
        self.assertNotEqual(0, self.run_command("make", "status").returncode)


if __name__ == "__main__":
    os.chdir(ROOT)
    unittest.main()
