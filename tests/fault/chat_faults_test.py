#!/usr/bin/env python3
"""What goes wrong around a turn ends in one clear status or one `error` event, and leaves nothing behind."""
import json
import os
import socket
import stat
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from server_case import AGENT, ROOT, WORKSPACE, System, SystemCase, in_background, text_of, wait_for


class FaultCase(SystemCase):
    def assert_error(self, events, *codes):
        self.assert_one_good_stream(events)
        self.assertEqual("error", events[-1]["type"], events[-1])
        self.assertIn(events[-1]["code"], codes)
        self.assertIsInstance(events[-1]["recoverable"], bool)
        run = self.system.database.rows(f"SELECT status, error_code FROM agent_runs WHERE id = '{events[0]['runId']}'")[0]
        self.assertEqual(("failed", events[-1]["code"]), (run["status"], run["error_code"]))

    def assert_works(self, conversation=None):
        self.assertEqual("done", self.system.chat("[[say works]]", conversation=conversation)[-1]["type"])


class Model(FaultCase):
    def test_what_the_model_answers_becomes_the_contracts_code(self):
        for marker, codes in (("[[error 401]]", ["invalid_agent_config"]), ("[[error 429 times=50]]", ["rate_limited"]),
                              ("[[error 529 times=50]]", ["overloaded"]), ("[[error 500 times=50]]", ["model_unavailable"]),
                              ("[[garbage]]", ["model_unavailable", "agent_crashed", "internal"])):
            with self.subTest(marker):
                events = self.system.chat(marker)
                self.assert_error(events, *codes)
                self.assertNotIn("API Error", text_of(events))
        self.assert_works()

    def test_a_passing_overload_is_retried_and_said(self):
        events = self.system.chat("[[error 529 times=1]] [[say after all]]")
        self.assertEqual("done", events[-1]["type"], events[-1])
        self.assertIn("retrying", [e["status"] for e in events if e["type"] == "status"])

    def test_a_stream_that_the_model_cuts_is_finished_or_fails_once(self):
        events = self.system.chat("[[cut after=5]]")
        self.assert_one_good_stream(events)
        self.assert_works(events[0]["conversationId"])

    def test_the_model_gone_altogether(self):
        self.system.model.stop()
        try:
            events = self.system.chat("hello")
            self.assert_error(events, "model_unavailable")
        finally:
            self.system.start_model()
            self.assertEqual(0, self.system.server.stop())
            self.system.start_server()


class Agent(FaultCase):
    def test_a_cli_that_is_killed_in_the_middle_of_a_sentence(self):
        with self.system.open_chat("[[slow n=400 ms=20]]") as stream:
            head = stream.until("text") + [stream.next() for _ in range(3)]
            for pid in self.system.agents():
                os.kill(pid, 9)
            events = head + stream.all()
        self.assert_error(events, "agent_crashed")
        self.assertTrue(events[-1]["recoverable"])
        saved = self.system.database.rows(
            f"SELECT content FROM agent_messages WHERE run_id = '{events[0]['runId']}' AND role = 'assistant'")
        self.assertEqual(text_of(events).strip(), saved[0]["content"].strip())
        self.assert_works(events[0]["conversationId"])

    def test_ended_agents_leave_no_zombie_and_a_stopped_server_no_process(self):
        events = self.system.chat("[[say hi]]")
        before = self.system.agents()
        self.assertTrue(before)
        for pid in before:
            os.kill(pid, 9)
        wait_for(lambda: not self.system.agents(), "the dead agents to be reaped")
        self.assert_works(events[0]["conversationId"])
        left = self.system.agents()
        self.assertEqual(0, self.system.server.stop())
        wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in left), "the agents to end")
        self.system.start_server()


def fake_cli(folder, script):
    path = Path(folder) / "claude"
    path.write_text("#!/bin/sh\n" + script)
    path.chmod(0o755)
    return str(path)


class BrokenAgents(unittest.TestCase):
    """Programs that are no Claude CLI."""
    CASES = {
        "not executable": None,
        "dies at start": "exit 3",
        "dies after reading": "read line; echo oops >&2; exit 9",
        "prints garbage": "while :; do echo '}{ not json'; read line || exit 0; done",
        "prints half a line": "printf '{\"type\":\"control_resp'; sleep 60",
        "prints 50 MB on a line": "head -c 50000000 /dev/zero | tr '\\0' 'a'; echo; sleep 60",
        "says nothing": "sleep 60",
        "ignores TERM": "trap '' TERM; while :; do sleep 1; done",
    }

    def test_each_ends_in_one_error_and_the_server_goes_on(self):
        with tempfile.TemporaryDirectory() as folder:
            path = fake_cli(folder, "exit 1")
            system = System(claudeCliPath=path, agentStartSeconds=3, agentSilenceSeconds=3)
            try:
                for name, script in self.CASES.items():
                    with self.subTest(name):
                        fake_cli(folder, script or "exit 1")
                        if script is None:
                            Path(path).chmod(0o644)
                            answer = system.request("POST", "/api/agent-chat", {
                                "message": "hi", "agentId": AGENT, "workspaceId": WORKSPACE}, user="ada")
                            self.assertEqual((503, "agent_unavailable"), (answer.status, json.loads(answer.text)["code"]))
                            continue
                        events = system.chat("hi")
                        self.assertEqual("error", events[-1]["type"], events)
                        self.assertIn(events[-1]["code"], ("agent_unavailable", "agent_crashed", "agent_timeout"))
                        self.assertEqual(200, system.request("GET", "/health").status)
                wait_for(lambda: not system.database.rows("SELECT id FROM agent_runs WHERE finished_at IS NULL"), "open runs")
            finally:
                codes, log = system.close()
            self.assertEqual([0, 0], codes)
            self.assertNotIn('"event":"bug"', log)


class Postgres(unittest.TestCase):
    """A cluster of its own, stopped before, during and after a turn."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="switchboard-pg-")
        cls.cluster = cls.folder + "/pg"
        cls.pg("start", "--fast")
        cls.system = System(cluster=cls.cluster)

    @classmethod
    def tearDownClass(cls):
        cls.system.close()
        cls.pg("reset")

    @classmethod
    def pg(cls, *words):
        subprocess.run([ROOT / "scripts/pg", *words, cls.cluster], check=True, stdout=subprocess.DEVNULL)

    def test_stopped_before_a_turn(self):
        self.pg("stop")
        try:
            answer = self.system.request("POST", "/api/agent-chat", {
                "message": "hi", "agentId": AGENT, "workspaceId": WORKSPACE},
                token=self.system.keys.token("someone"))
            self.assertEqual((503, "database_unavailable"), (answer.status, json.loads(answer.text)["code"]))
            self.assertTrue(answer.headers["Retry-After"])
            self.assertEqual(503, self.system.request("GET", "/ready").status)
            self.assertEqual(200, self.system.request("GET", "/health").status)
        finally:
            self.pg("start", "--fast")
        self.assertEqual("done", self.system.chat("[[say back]]")[-1]["type"])

    def test_stopped_and_back_during_a_turn_loses_nothing(self):
        with self.system.open_chat("[[slow n=60 ms=50]]") as stream:
            events = stream.until("text")
            self.pg("stop")
            time.sleep(1)
            self.pg("start", "--fast")
            events += stream.all()
        self.assertEqual("done", events[-1]["type"], events[-1])
        self.check_saved(events)

    def test_stopped_until_after_the_end_of_a_turn(self):
        with self.system.open_chat("[[slow n=20 ms=50]]") as stream:
            events = stream.until("text")
            self.pg("stop")
            events += stream.all()
        self.assertEqual(("error", "database_unavailable", True),
                         (events[-1]["type"], events[-1]["code"], events[-1]["recoverable"]))
        self.pg("start", "--fast")
        wait_for(lambda: not self.system.database.rows("SELECT id FROM agent_runs WHERE finished_at IS NULL"), "the late save")
        self.check_saved(events)
        again = self.system.chat("[[say on]]", conversation=events[0]["conversationId"])
        self.assertEqual("done", again[-1]["type"])

    def check_saved(self, events):
        saved = self.system.database.rows(
            f"SELECT content FROM agent_messages WHERE run_id = '{events[0]['runId']}' AND role = 'assistant'")
        self.assertEqual(text_of(events).strip(), saved[0]["content"].strip())
        numbers = [r["seq"] for r in self.system.database.rows(
            f"SELECT seq FROM agent_run_events WHERE run_id = '{events[0]['runId']}' ORDER BY seq")]
        self.assertEqual(events[-1]["seq"], numbers[-1])


class Clients(FaultCase):
    settings = {"heartbeatMs": 200}

    def test_a_client_that_is_gone_before_the_first_byte(self):
        body = json.dumps({"message": "[[slow n=10 ms=20]]", "agentId": AGENT, "workspaceId": WORKSPACE})
        before = len(self.system.database.rows("SELECT id FROM agent_runs WHERE status = 'done'"))
        with socket.create_connection(("127.0.0.1", self.system.port)) as s:
            s.sendall((f"POST /api/agent-chat HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
                       f"\r\nAuthorization: Bearer {self.system.token('ada')}\r\n\r\n{body}").encode())
            wait_for(lambda: self.system.database.rows("SELECT id FROM agent_runs WHERE finished_at IS NULL"), "the run")
        wait_for(lambda: len(self.system.database.rows("SELECT id FROM agent_runs WHERE status = 'done'")) > before,
                 "the run to be done without its client")

    def test_a_reader_of_one_byte_a_second_never_slows_the_run(self):
        body = json.dumps({"message": "[[long n=20000]]", "agentId": AGENT, "workspaceId": WORKSPACE})
        with socket.socket() as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            s.connect(("127.0.0.1", self.system.port))
            s.sendall((f"POST /api/agent-chat HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
                       f"\r\nAuthorization: Bearer {self.system.token('max')}\r\n\r\n{body}").encode())
            run = wait_for(lambda: self.system.database.rows("SELECT id FROM agent_runs WHERE finished_at IS NULL"), "the run")
            got = 0

            def done():
                nonlocal got
                got += len(s.recv(1))
                return self.system.database.rows(
                    f"SELECT id FROM agent_runs WHERE id = '{run[0]['id']}' AND status = 'done'")
            wait_for(done, "the run to end while its reader crawls")
            self.assertLess(got, 5000)

    def test_sigterm_lets_live_turns_finish(self):
        with self.system.open_chat("[[slow n=40 ms=30]]") as stream:
            events = stream.until("text")
            ended = in_background(self.system.server.stop)
            events += stream.all()
        self.assertEqual("done", events[-1]["type"])
        self.assertEqual(0, ended())
        self.system.start_server()
        self.assert_nothing_left()


class Impatient(FaultCase):
    settings = {"shutdownGraceSeconds": 1, "runLimitSeconds": 8}

    def test_a_turn_that_outlasts_its_limit_ends_with_what_was_said(self):
        events = self.system.chat("[[slow n=900 ms=30]]")
        self.assert_error(events, "agent_timeout")
        self.assertIn("word1 ", text_of(events))
        self.assert_works(events[0]["conversationId"])

    def test_sigterm_ends_turns_that_outlast_the_grace_as_recoverable(self):
        with self.system.open_chat("[[slow n=900 ms=30]]") as stream:
            events = stream.until("text")
            ended = in_background(self.system.server.stop)
            events += stream.all()
        self.assertEqual(0, ended())
        self.assert_error(events, "server_restart")
        self.assertTrue(events[-1]["recoverable"])
        self.system.start_server()


if __name__ == "__main__":
    unittest.main(verbosity=2)
