#!/usr/bin/env python3
"""What can be wrong with a machine ends `make up` at once, with one line that says what."""
import os
import socket
import unittest

from dev_case import DevCase


class Faults(DevCase):
    def program(self, name, text):
        """A program that comes before the machine's own of that name. The folder to put first on PATH is returned."""
        folder = self.local / "programs"
        folder.mkdir(exist_ok=True)
        (folder / name).write_text("#!/bin/bash\n" + text)
        (folder / name).chmod(0o755)
        return f"{folder}:{os.environ['PATH']}"

    def on_small_disk(self, size, *command):
        """Runs it with LOCAL_DIR on a file system of this size."""
        mount = f"mount -t tmpfs -o size={size} tmpfs {self.local} && exec \"$@\""
        root = [] if os.geteuid() == 0 else ["--map-root-user"]
        return self.run_command("unshare", "--mount", *root, "bash", "-c", mount, "bash", *command)

    def test_a_busy_port(self):
        with socket.socket() as holder:
            holder.bind(("127.0.0.1", 0))
            holder.listen()
            port = holder.getsockname()[1]
            self.refuses(self.run_command("make", "up", f"PORT={port}"), f"port {port} is busy")

    def test_a_port_that_is_none(self):
        for port in ("http", "0", "70000", "80 80"):
            self.refuses(self.run_command("make", "up", f"PORT={port}"), f"{port}")

    def test_a_disk_that_is_full_from_the_start(self):
        self.refuses(self.on_small_disk("8m", "make", "up"), "the disk is full")

    def test_a_disk_that_fills_up_on_the_way(self):
        say = "source scripts/lib/step.sh; make_folders; step Claude scripts/install-claude"
        self.refuses(self.on_small_disk("20m", "bash", "-c", "set -euo pipefail; " + say), "the disk is full")

    def test_a_package_that_cannot_be_had(self):
        self.program("dpkg-query", '[[ ${!#} == shellcheck ]] || exec /usr/bin/dpkg-query "$@"')
        self.program("sudo", 'shift; exec "$@"')
        path = self.program("apt-get", '[[ "$*" != *install* ]] || { echo "E: Unable to locate package shellcheck"; exit 100; }')
        self.refuses(self.run_command("scripts/install-deps", PATH=path), "Unable to locate package shellcheck")

    def test_no_database_url_for_the_owner(self):
        done = self.run_command("scripts/steps/database", DATABASE_URL="postgresql://app@127.0.0.1:1/x")
        self.refuses(done, "OWNER_DATABASE_URL")

    def test_two_at_a_time(self):
        lock = self.local / "lock"
        done = self.run_command("flock", lock, "make", "up")
        self.refuses(done, "another make up")

    def test_down_with_nothing_running(self):
        self.succeeds(self.run_command("make", "down"))

    def test_status_with_nothing_running(self):
        done = self.run_command("make", "status")
        self.assertNotEqual(0, done.returncode)
        self.assertIn("not running", done.stdout)

    def test_a_token_before_there_is_a_demo(self):
        self.refuses(self.run_command("make", "token", "USER=ada@example.com"), "there is no demo yet")


if __name__ == "__main__":
    unittest.main()
