#!/usr/bin/env python3
"""A Postgres that hangs keeps its connections open and says nothing: every wait for it has an end, and nothing is lost.
The same with one that has no room left; and one that is away while the server starts finds the unfinished runs ended
once it is back."""
import contextlib
import json
import os
import signal
import subprocess
import tempfile
import unittest
from pathlib import Path

from server_case import AGENT, BIN, PATIENCE, ROOT, WORKSPACE, System, in_background, wait_for


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
        self.assert_saved(events, "word20")

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

    def test_a_turn_whose_save_finds_the_disk_full_is_saved_once_there_is_room(self):
        db = self.system.database
        db.execute("""CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$
                      BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
                      CREATE TRIGGER no_room BEFORE INSERT ON agent_messages FOR EACH ROW WHEN (NEW.role = 'assistant')
                      EXECUTE FUNCTION no_room()""")
        try:
            events = self.system.chat("[[say kept]]")
        finally:
            db.execute("DROP TRIGGER no_room ON agent_messages; DROP FUNCTION no_room()")
        self.assertEqual(("error", "database_unavailable", True),
                         (events[-1]["type"], events[-1]["code"], events[-1]["recoverable"]))
        self.assert_saved(events, "kept")

    def assert_saved(self, events, words):
        """The answer's row comes in the end, and the conversation goes on."""
        run = events[0]["runId"]
        wait_for(lambda: self.system.database.rows(f"SELECT id FROM agent_runs WHERE id = '{run}' AND finished_at IS NOT NULL"),
                 "the late save")
        saved = self.system.database.rows(f"SELECT content FROM agent_messages WHERE run_id = '{run}' AND role = 'assistant'")
        self.assertIn(words, saved[0]["content"])
        self.assert_works(events[0]["conversationId"])

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


class NoRoom(unittest.TestCase):
    def test_a_server_that_cannot_write_its_state_says_so_in_one_line_and_ends(self):
        with tempfile.TemporaryDirectory() as folder:
            jwks = Path(folder) / "jwks.json"
            jwks.write_text('{"keys": []}')
            config = Path(folder) / "config.json"
            config.write_text(json.dumps({
                "port": 0, "databaseUrl": "postgresql://nobody@127.0.0.1:1/none", "stateDir": folder + "/state",
                "toolsDir": str(ROOT / "db/tools"), "claudeCliPath": os.environ["CLAUDE_CLI_PATH"], "anthropicApiKey": "sk-ant-x",
                "issuers": [{"name": "demo", "iss": "https://x.example/", "algorithms": ["RS256"], "jwksFile": str(jwks)}]}))
            # No file may grow: what a full disk looks like to a process.
            done = subprocess.run(["prlimit", "--fsize=0", BIN / "switchboard-server", "--config", config],
                                  capture_output=True, text=True, timeout=PATIENCE)
        self.assertEqual(1, done.returncode, done.stderr)
        lines = [line for line in done.stderr.splitlines() if line.startswith("switchboard-server: ")]
        self.assertEqual(1, len(lines), done.stderr)
        self.assertIn("/state", lines[0])


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
