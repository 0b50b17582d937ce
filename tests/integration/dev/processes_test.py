#!/usr/bin/env python3
"""scripts/lib/process.sh: what we start we find again and can stop, and nothing else is ever taken for ours."""
import socket
import subprocess
import unittest

from dev_case import DevCase, free_port


class Processes(DevCase):
    def start(self, name="sleeper", command="sleep 600"):
        pid = int(self.succeeds(self.script(f"start_process {name} stamp-1 {command}; pid_of {name}")))
        self.addCleanup(self.script, f"stop_process {name} 0")
        return pid

    def assert_ended(self, pid):
        self.assertEqual(1, self.script(f"start_time {pid}").returncode)

    def test_what_was_started_is_found_again_and_stopped(self):
        pid = self.start()
        self.assertEqual(str(pid), self.succeeds(self.script("pid_of sleeper")))
        self.succeeds(self.script("is_current sleeper stamp-1"))
        self.assertNotEqual(0, self.script("is_current sleeper stamp-2").returncode)
        self.succeeds(self.script("stop_process sleeper 5"))
        self.assert_ended(pid)
        self.assertNotEqual(0, self.script("pid_of sleeper").returncode)

    def test_a_pid_that_now_belongs_to_another_is_left_alone(self):
        stranger = subprocess.Popen(["sleep", "600"])
        self.addCleanup(stranger.wait)
        self.addCleanup(stranger.kill)
        (self.local / "run/sleeper.pid").write_text(f"{stranger.pid} 1\n")
        self.assertNotEqual(0, self.script("pid_of sleeper").returncode)
        self.succeeds(self.script("stop_process sleeper 1"))
        self.assertIsNone(stranger.poll())

    def test_a_process_that_ignores_the_request_is_killed_with_its_children(self):
        child_file = self.local / "child"
        pid = self.start("deaf", f"bash -c 'trap \"\" TERM; sleep 600 & echo $! >{child_file}; wait; wait'")
        self.succeeds(self.script(f"for i in {{1..100}}; do [[ -s {child_file} ]] && exit; sleep 0.1; done; exit 1"))
        child = int(child_file.read_text())
        self.succeeds(self.script("stop_process deaf 1"))
        self.assert_ended(pid)
        self.assert_ended(child)

    def test_a_busy_port_is_told_from_a_free_one(self):
        with socket.socket() as holder:
            holder.bind(("127.0.0.1", 0))
            holder.listen()
            port = holder.getsockname()[1]
            self.succeeds(self.script(f"is_listening {port}"))
            self.refuses(self.script(f"require_free_port server {port} PORT"), f"port {port} is busy")
            chosen = int(self.succeeds(self.script(f"free_port {port}")))
            self.assertGreater(chosen, port)

    def test_a_server_that_dies_at_its_start_is_reported_with_its_last_words(self):
        done = self.script(f"start_process server s bash -c 'echo no such setting; exit 3'; "
                           f"wait_for_http server http://127.0.0.1:{free_port()}/health 20")
        self.refuses(done, "server ended at its start: no such setting")

    def test_a_process_that_ended_before_its_start_time_was_read_is_not_running(self):
        (self.local / "run/server.pid").write_text("4194304 \n")
        self.assertNotEqual(0, self.script("pid_of server").returncode)


if __name__ == "__main__":
    unittest.main()
