#!/usr/bin/env python3
"""A Postgres that hangs keeps its connections open and says nothing: every wait for it has an end, and nothing is lost.
A Postgres that is away while the server starts finds its unfinished runs ended once it is back."""
import contextlib
import json
import os
import signal
import subprocess
import tempfile
import unittest
from pathlib import Path

from server_case import AGENT, ROOT, WORKSPACE, System, in_background, wait_for


class Frozen:
    """All processes of a cluster stopped by SIGSTOP for the length of a `with`."""

    def __init__(self, cluster):
        self.master = int((Path(cluster) / "data/postmaster.pid").read_text().split()[0])

    def signal(self, number):
        children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.master)], capture_output=True, text=True).stdout
        for pid in [self.master, *map(int, children.split())]:
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                pass  # a backend that ended by itself

    def __enter__(self):
        self.signal(signal.SIGSTOP)
        return self

    def __exit__(self, *_):
        self.signal(signal.SIGCONT)


class Hang(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="switchboard-pg-")
        os.chmod(cls.folder.name, 0o755)  # Postgres runs as another user
        cls.cluster = cls.folder.name + "/pg"
        cls.pg("start", "--fast")
        cls.system = System(cluster=cls.cluster)

    @classmethod
    def tearDownClass(cls):
        codes, log = cls.system.close()
        cls.pg("reset")
        cls.folder.cleanup()
        assert codes == [0, 0], f"{codes}\n{log[log.find('ERROR: Leak'):][:9000] }"
        assert '"event":"bug"' not in log

    @classmethod
    def pg(cls, *words):
        subprocess.run([ROOT / "scripts/pg", *words, cls.cluster], check=True, stdout=subprocess.DEVNULL)

    def ask(self, token, message="hi"):
        return self.system.request("POST", "/api/agent-chat",
                                   {"message": message, "agentId": AGENT, "workspaceId": WORKSPACE}, token=token)

    def assert_works(self, conversation=None):
        self.assertEqual("done", self.system.chat("[[say works]]", conversation=conversation)[-1]["type"])

    def test_requests_are_told_in_time_and_the_next_ones_work(self):
        token = self.system.token("ada")
        self.assert_works()
        with Frozen(self.cluster):
            waiting = [in_background(lambda: self.ask(token)) for _ in range(6)]
            for answer in [result() for result in waiting]:
                self.assertEqual((503, "database_unavailable"), (answer.status, json.loads(answer.text)["code"]))
                self.assertTrue(answer.headers["Retry-After"])
            self.assertEqual(200, self.system.request("GET", "/health").status)
            self.assertEqual(503, self.system.request("GET", "/ready").status)
        self.assert_works()
        self.assertIn('"event":"database_stalled"', self.system.log())

    def test_a_turn_that_ends_meanwhile_is_saved_later(self):
        with self.system.open_chat("[[slow n=20 ms=50]]") as stream:
            events = stream.until("text")
            with Frozen(self.cluster):
                events += stream.all()
        self.assertEqual(("error", "database_unavailable", True),
                         (events[-1]["type"], events[-1]["code"], events[-1]["recoverable"]))
        run = events[0]["runId"]
        wait_for(lambda: self.system.database.rows(f"SELECT id FROM agent_runs WHERE id = '{run}' AND finished_at IS NOT NULL"),
                 "the late save")
        saved = self.system.database.rows(f"SELECT content FROM agent_messages WHERE run_id = '{run}' AND role = 'assistant'")
        self.assertIn("word20", saved[0]["content"])
        self.assert_works(events[0]["conversationId"])

    def test_a_tool_call_in_it_can_be_cancelled(self):
        token = self.system.token("ada")
        with self.locked("accounts"), self.system.open_chat("[[tool getAccounts {}]]") as stream:
            events = stream.until("tool_start")
            with Frozen(self.cluster):
                asked = in_background(lambda: self.system.request(
                    "POST", f"/api/agent-runs/{events[0]['runId']}/cancel", token=token))
                events += stream.all()
                self.assertIn(asked().status, (200, 202, 503))
        self.assertEqual("error", events[-1]["type"])
        self.assertIn(events[-1]["code"], ("cancelled", "database_unavailable"))
        self.assert_works()

    @contextlib.contextmanager
    def locked(self, table):
        """Nobody reads the table meanwhile, so that a tool's statement is sure to be under way."""
        holder = subprocess.Popen(["psql", "-X", "-q", "-At", self.system.database.owner_url], stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE, text=True)
        with holder:
            try:
                holder.stdin.write(f"BEGIN; LOCK TABLE {table}; SELECT 'locked';\n")
                holder.stdin.flush()
                self.assertEqual("locked", holder.stdout.readline().strip())
                yield
            finally:
                holder.stdin.close()


class Absent(unittest.TestCase):
    def test_a_server_started_without_it_ends_the_orphans_when_it_is_back(self):
        with tempfile.TemporaryDirectory(prefix="switchboard-pg-") as folder:
            os.chmod(folder, 0o755)
            cluster = folder + "/pg"

            def pg(*words):
                subprocess.run([ROOT / "scripts/pg", *words, cluster], check=True, stdout=subprocess.DEVNULL)
            pg("start", "--fast")
            system = System(cluster=cluster)
            try:
                with system.open_chat("[[slow n=900 ms=30]]") as stream:
                    run = stream.until("text")[0]["runId"]
                    system.server.process.kill()
                    system.server.stop()
                pg("stop")
                system.start_server()
                self.assertEqual(503, system.request("GET", "/ready").status)
                pg("start", "--fast")
                ended = wait_for(lambda: system.database.rows(
                    f"SELECT status, error_code FROM agent_runs WHERE id = '{run}' AND finished_at IS NOT NULL"), "the orphan's end")
                self.assertEqual("failed", ended[0]["status"])
                self.assertEqual("done", system.chat("[[say back]]")[-1]["type"])
            finally:
                codes, _ = system.close()
                pg("reset")
            self.assertEqual([0, 0], codes)


if __name__ == "__main__":
    unittest.main(verbosity=2)
