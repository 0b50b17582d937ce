#!/usr/bin/python3
"""switchboard-server admin: what an operator does without HTTP."""
import json
import os
import subprocess
import unittest
import uuid

from server_case import AGENT, BIN, ISSUER, WORKSPACE, Keys, SystemCase


class Admin(SystemCase):
    settings = {"requestsPerSecond": 0}

    def admin(self, *arguments, code=0, owner=True):
        env = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME") or k.endswith("SAN_OPTIONS") or k.endswith("SYMBOLIZER_PATH")}
        if owner:
            env["OWNER_DATABASE_URL"] = self.system.database.owner_url
        config = self.system.folder / "config.json"
        done = subprocess.run([BIN / "switchboard-server", "--config", config, "admin", *arguments], env=env, capture_output=True,
                              text=True, timeout=120)
        self.assertEqual(code, done.returncode, done.stdout + done.stderr)
        self.assertNotIn(self.system.database.owner_url, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def standing(self, subject):
        rows = self.system.database.rows(f"SELECT is_platform_admin AS yes FROM profiles WHERE subject = '{subject}'")
        return [r["yes"] for r in rows]

    def test_the_first_platform_admin_is_made_before_they_ever_came(self):
        self.assertEqual([], self.standing("boss"))
        self.assertIn("is a platform admin", self.admin("grant", "--issuer", ISSUER, "--subject", "boss"))
        self.assertEqual([True], self.standing("boss"))
        answer = self.system.request("GET", "/api/me", token=self.system.keys.token("boss", email="boss@example.com"))
        self.assertEqual((200, "boss@example.com"), (answer.status, json.loads(answer.text)["email"]))
        self.assertIn("no platform admin", self.admin("revoke", "--issuer", ISSUER, "--subject", "boss"))
        self.assertEqual([False], self.standing("boss"))

    def test_a_running_turn_is_listed_and_ended_as_its_user_would(self):
        with self.system.open_chat("[[slow n=5000 ms=20]]", user="max") as stream:
            run = stream.until("text")[0]["runId"]
            line, = (json.loads(one) for one in self.admin("runs").splitlines() if run in one)
            self.assertEqual(("max@demo.switchboard.local", "running"), (line["user"], line["status"]))
            self.assertIn("has ended", self.admin("cancel-run", run))
            last = stream.all()[-1]
        self.assertEqual(("done", "cancelled"), (last["type"], last["stopReason"]))
        self.assertNotIn(run, self.admin("runs"))
        self.assertIn("has ended", self.admin("cancel-run", run))
        self.assertIn("no such run", self.admin("cancel-run", str(uuid.uuid4()), code=1))
        self.assertIn("UUID", self.admin("cancel-run", "x", code=1))

    def test_a_run_that_no_server_drives_is_ended_too(self):
        run, conversation = uuid.uuid4(), uuid.uuid4()
        user = "5eed0002-0000-4000-8000-000000000001"
        self.system.database.execute(f"INSERT INTO agent_conversations (id, workspace_id, user_id, agent_id) VALUES "
                                     f"('{conversation}', '{WORKSPACE}', '{user}', '{AGENT}')")
        self.system.database.execute("INSERT INTO agent_runs (id, conversation_id, workspace_id, user_id, agent_id, status, server_id) VALUES "
                                     f"('{run}', '{conversation}', '{WORKSPACE}', '{user}', '{AGENT}', 'running', 'gone')")
        self.assertIn("had no server", self.admin("cancel-run", str(run)))
        row, = self.system.database.rows(f"SELECT status, error_code FROM agent_runs WHERE id = '{run}'")
        self.assertEqual(("failed", "cancelled"), (row["status"], row["error_code"]))

    def test_a_new_key_signs_and_the_one_before_it_still_verifies(self):
        folder = self.system.folder / "rotated"
        folder.mkdir()
        before = json.loads(Keys(folder).jwks.read_text())["keys"]
        self.assertIn("Restart the server", self.admin("rotate-dev-keys", "--key", folder / "key.pem", "--jwks", folder / "jwks.json"))
        after = json.loads((folder / "jwks.json").read_text())["keys"]
        self.assertEqual(before, after[1:])
        self.assertNotEqual(before[0]["kid"], after[0]["kid"])
        self.assertEqual(0o600, (folder / "key.pem").stat().st_mode & 0o777)
        modulus = subprocess.run(["openssl", "rsa", "-in", folder / "key.pem", "-noout", "-check"], capture_output=True, text=True, check=True)
        self.assertIn("ok", modulus.stdout)
        self.admin("rotate-dev-keys", "--key", folder / "none/key.pem", "--jwks", folder / "none/jwks.json", code=1)

    def test_check_says_what_is_wrong_with_settings_role_and_schema(self):
        self.assertIn("in order", self.admin("check", owner=False))
        config = self.system.folder / "config.json"
        kept = config.read_text()
        self.addCleanup(config.write_text, kept)
        config.write_text(json.dumps({**json.loads(kept), "databaseUrl": self.system.database.owner_url}))
        self.assertIn("owns tables", self.admin("check", code=1))
        config.write_text(json.dumps({**json.loads(kept), "databaseUrl": "postgresql://nobody:nothing@127.0.0.1:1/none"}))
        self.admin("check", code=1)

    def test_without_the_owners_url_nothing_is_done(self):
        self.assertIn("OWNER_DATABASE_URL", self.admin("runs", code=1, owner=False))


if __name__ == "__main__":
    unittest.main(verbosity=2)
