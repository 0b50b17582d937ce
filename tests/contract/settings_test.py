#!/usr/bin/env python3
"""What an operator sees of the settings: --check-config, faults by name, secrets masked."""
import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

SERVER = Path(os.environ["SWITCHBOARD_BIN"]) / "switchboard-server"
DATABASE = "postgresql://app:database-password@127.0.0.1:1/none"


def check(config=None, **environment):
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write(json.dumps(config if config is not None else {"databaseUrl": DATABASE}))
        file.flush()
        env = {k: v for k, v in os.environ.items() if k == "PATH" or "SAN_OPTIONS" in k}
        return subprocess.run([SERVER, "--config", file.name, "--check-config"], env={**env, **environment},
                              capture_output=True, text=True, timeout=60)


class CheckConfig(unittest.TestCase):
    def test_prints_what_is_in_force_with_secrets_masked(self):
        done = check(ANTHROPIC_API_KEY="sk-ant-very-secret", SUPABASE_URL="https://x.supabase.co",
                     SUPABASE_JWT_SECRET="jwt-secret-of-supabase-0123456789")
        self.assertEqual(0, done.returncode, done.stderr)
        shown = json.loads(done.stdout)
        self.assertEqual("***", shown["anthropicApiKey"])
        self.assertEqual(["supabase", "supabase-legacy"], [i["name"] for i in shown["issuers"]])
        for secret in ("sk-ant-very-secret", "database-password", "jwt-secret-of-supabase"):
            self.assertNotIn(secret, done.stdout + done.stderr)

    def test_the_environment_wins_over_the_file(self):
        done = check({"databaseUrl": DATABASE, "port": 1234}, PORT="4321")
        self.assertEqual(4321, json.loads(done.stdout)["port"])

    def test_unknown_keys_and_bad_values_are_refused_by_name(self):
        for config, name in (({"databaseUrl": DATABASE, "prot": 1}, "prot"), ({"databaseUrl": DATABASE, "port": 70000}, "port"),
                             ({}, "databaseUrl"), ({"databaseUrl": DATABASE, "allowedOrigins": ["*"]}, "allowedOrigins"),
                             ({"databaseUrl": DATABASE, "issuers": [{"iss": "x", "algorithms": ["none"]}]}, "algorithms"),
                             ({"databaseUrl": DATABASE, "logLevel": "loud"}, "logLevel"),
                             ({"databaseUrl": DATABASE, "trustedProxies": ["10.0.0.0/33"]}, "trustedProxies"),
                             ({"databaseUrl": DATABASE, "maxRunsPerUser": -1}, "maxRunsPerUser"),
                             ({"databaseUrl": DATABASE, "supabaseJwtSecret": "s" * 40}, "supabaseUrl")):
            done = check(config)
            self.assertNotEqual(0, done.returncode, config)
            self.assertIn(name, done.stderr, config)
            self.assertNotIn("database-password", done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
