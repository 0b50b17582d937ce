"""What the tests of scripts/ share: a folder of data for each test, and running commands in the repository."""
import os
import shutil
import socket
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def free_port():
    """A port that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class DevCase(unittest.TestCase):
    """Each test has its own LOCAL_DIR, so that it never touches what a developer has running."""

    def setUp(self):
        self.local = Path(tempfile.mkdtemp(prefix="switchboard-dev-"))
        self.addCleanup(shutil.rmtree, self.local, ignore_errors=True)
        self.local.chmod(0o755)  # the embedded Postgres runs as another user
        for name in ("run", "log", "stamps"):
            (self.local / name).mkdir()
        self.environment = {**os.environ, "LOCAL_DIR": str(self.local), "PRESET": os.environ.get("PRESET", "dev"), "WEB": "no"}
        # `make test` leaves its own marks: a make below it would announce each folder.
        for name in ("DATABASE_URL", "OWNER_DATABASE_URL", "QUERY_DATABASE_URL", "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "MAKELEVEL",
                     "MAKEFLAGS", "MFLAGS"):
            self.environment.pop(name, None)

    def run_command(self, *command, timeout=240, **environment):
        """The finished process, its output as text."""
        return subprocess.run([str(part) for part in command], cwd=ROOT, env={**self.environment, **environment},
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout)

    def script(self, text, **environment):
        """A bash script that has sourced scripts/lib/settings.sh."""
        prologue = "set -euo pipefail; source scripts/lib/settings.sh; "
        return self.run_command("bash", "-c", prologue + text, **environment)

    def succeeds(self, done):
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        return done.stdout

    def refuses(self, done, words):
        """It failed, and said why in one line that holds these words."""
        self.assertNotEqual(0, done.returncode, done.stdout + done.stderr)
        lines = [line for line in done.stderr.splitlines() if not line.startswith("make: ***")]
        self.assertEqual(1, len(lines), done.stdout + done.stderr)
        self.assertTrue(lines[0].startswith("switchboard: "), lines[0])
        self.assertIn(words, lines[0])
