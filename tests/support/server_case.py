"""A whole system of its own for tests: a fresh database in the test cluster, the scripted model, and switchboard-server.

Every answer that it hands to a test has been held against docs/openapi.json.
Environment (scripts/test sets it): SWITCHBOARD_BIN, TEST_PG_DIR, CLAUDE_CLI_PATH.
"""
import base64
import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest
import uuid
from pathlib import Path

import openapi_check

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(os.environ["SWITCHBOARD_BIN"])
PATIENCE = 90
ISSUER = "https://demo.switchboard.local/"
WORKSPACE = "5eed0001-0000-4000-8000-000000000001"
OTHER_WORKSPACE = "5eed0001-0000-4000-8000-000000000002"
AGENT = "5eed0006-0000-4000-8000-000000000001"
SEED_FRAME = re.compile(r"^event: (\w+)\ndata: ([\s\S]+)$")  # how seed 003's mobile clients read a frame


def wait_for(condition, what, patience=PATIENCE):
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError(f"waited {patience} s in vain: {what}")


def b64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def lasting_port():
    """A free port that stays free while its server restarts: none that the kernel gives to outgoing connections."""
    while True:
        port = random.randrange(15000, 32000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


class Keys:
    """An RS256 key of the demo's issuer, with its JWKS, made by openssl."""

    def __init__(self, folder):
        self.file = folder / "key.pem"
        subprocess.run(["openssl", "genpkey", "-quiet", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out",
                        self.file], check=True, stderr=subprocess.DEVNULL)
        modulus = subprocess.run(["openssl", "rsa", "-in", self.file, "-noout", "-modulus"], check=True,
                                 capture_output=True, text=True).stdout.strip().split("=")[1]
        key = {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "test", "n": b64url(bytes.fromhex(modulus)), "e": "AQAB"}
        self.jwks = folder / "jwks.json"
        self.jwks.write_text(json.dumps({"keys": [key]}))

    def token(self, subject, **claims):
        now = int(time.time())
        body = {"iss": ISSUER, "aud": "switchboard", "sub": subject, "iat": now, "exp": now + 3600, **claims}
        signed = b64url(b'{"alg":"RS256","typ":"JWT","kid":"test"}') + "." + b64url(json.dumps(body).encode())
        signature = subprocess.run(["openssl", "dgst", "-sha256", "-sign", self.file, "-binary"], input=signed.encode(),
                                   check=True, capture_output=True).stdout
        return signed + "." + b64url(signature)


class Database:
    """A migrated and seeded database of its own."""

    def __init__(self, cluster):
        self.name = "t" + uuid.uuid4().hex[:12]
        made = self.create(cluster)
        self.urls = {key: value.strip("'\"") for key, value in re.findall(r"^(\w+)=(.*)$", made, re.M)}
        self.url, self.owner_url = self.urls["DATABASE_URL"], self.urls["OWNER_DATABASE_URL"]
        subprocess.run([BIN / "switchboard-migrate", "--directory", ROOT / "alembic-compatible-sql", "up"], check=True,
                       stdout=subprocess.DEVNULL, env={**os.environ, "OWNER_DATABASE_URL": self.owner_url})
        self.run_file(ROOT / "db/seed.sql")

    def create(self, cluster):
        """Tests beside this one copy the same template: Postgres refuses when their copies meet."""
        for _ in range(20):
            done = subprocess.run([ROOT / "scripts/pg", "createdb", self.name, cluster], capture_output=True, text=True)
            if done.returncode == 0:
                return done.stdout
            time.sleep(0.5)
        raise AssertionError(f"no database: {done.stderr}")

    def run_file(self, file):
        subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", file, self.owner_url], check=True,
                       stdout=subprocess.DEVNULL)

    def rows(self, sql):
        """Rows as dicts, as the owner."""
        out = subprocess.run(["psql", "-X", "-At", "-v", "ON_ERROR_STOP=1", "-c",
                              f"SELECT coalesce(json_agg(row_to_json(q)), '[]') FROM ({sql}) q", self.owner_url], check=True,
                             capture_output=True, text=True).stdout
        return json.loads(out)

    def execute(self, sql):
        subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-c", sql, self.owner_url], check=True,
                       stdout=subprocess.DEVNULL)


def children(pid):
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


class Program:
    """A child process with its log; ended by its owner."""

    def __init__(self, name, arguments, env, log):
        self.name, self.log = name, log
        self.out = open(log, "ab")
        self.process = subprocess.Popen(arguments, env=env, stdin=subprocess.DEVNULL, stdout=self.out, stderr=self.out)

    def stop(self, how=signal.SIGTERM, patience=PATIENCE):
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            code = self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"{self.name} did not end within {patience} s")
        finally:
            self.out.close()
        return code


class System:
    """Database, model and server. `settings` are keys of the server's config file; `cluster` is a folder of scripts/pg."""

    def __init__(self, cluster=None, **settings):
        self.folder = Path(tempfile.mkdtemp(prefix="switchboard-test-"))
        self.database = Database(cluster or os.environ["TEST_PG_DIR"])
        self.keys = Keys(self.folder)
        self.model = self.server = None
        self.settings = settings
        self.port = 0
        self.start_model()
        self.start_server()

    def start_model(self):
        port_file = self.folder / "model.port"
        port_file.unlink(missing_ok=True)
        self.model = Program("scripted model", [BIN / "switchboard-scripted-model", "--port", "0", "--port-file", port_file,
                                                "--scenarios", ROOT / "apps/scripted-model/scenarios", "--pace-ms", "0"],
                             os.environ, self.folder / "model.log")
        wait_for(port_file.exists, "the scripted model")
        self.model_port = int(port_file.read_text())

    def config(self):
        issuer = {"name": "demo", "iss": ISSUER, "algorithms": ["RS256"], "audience": "switchboard",
                  "jwksFile": str(self.keys.jwks)}
        return {"host": "127.0.0.1", "port": self.port, "databaseUrl": self.database.url,
                "queryDatabaseUrl": self.database.urls["QUERY_DATABASE_URL"],
                "allowedOrigins": ["http://localhost:3000"], "anthropicBaseUrl": f"http://127.0.0.1:{self.model_port}",
                "anthropicApiKey": "sk-ant-scripted-key", "claudeCliPath": os.environ["CLAUDE_CLI_PATH"],
                "stateDir": str(self.folder / "state"), "toolsDir": str(ROOT / "db/tools"), "logLevel": "debug",
                "issuers": [issuer], **self.settings}

    def start_server(self):
        if not self.port:
            self.port = lasting_port()
        file = self.folder / "config.json"
        file.write_text(json.dumps(self.config()))
        env = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME") or k.endswith("SAN_OPTIONS")
               or k.endswith("SYMBOLIZER_PATH")}
        self.server = Program("server", [BIN / "switchboard-server", "--config", file], env, self.folder / "server.log")
        wait_for(self.answers, f"the server\n{self.log()[-2000:]}")

    def answers(self):
        if self.server.process.poll() is not None:
            raise AssertionError(f"the server ended with {self.server.process.returncode}\n{self.log()[-4000:]}")
        try:
            return self.request("GET", "/health").status == 200
        except OSError:
            return False

    def log(self):
        return (self.folder / "server.log").read_text(errors="replace")

    def hosts(self):
        """Process ids of the living agent hosts: (guard, host, CLI or None)."""
        found = []
        for file in (self.folder / "state/hosts").glob("*/pid"):
            try:
                guard = int(file.read_text().split()[0])
                host = children(guard)[0]
                found.append((guard, host, next(iter(children(host)), None)))
            except (OSError, IndexError):
                pass  # it is ending
        return found

    def agents(self):
        """Process ids of the living CLIs."""
        return [cli for _, _, cli in self.hosts() if cli]

    def close(self):
        codes = [p.stop() for p in (self.server, self.model) if p and not p.out.closed]
        log = self.log()
        shutil.rmtree(self.folder, ignore_errors=True)
        return codes, log

    def token(self, user):
        found = self.database.rows(f"SELECT subject, email, full_name FROM profiles WHERE email LIKE '{user}@%'")[0]
        return self.keys.token(found["subject"], email=found["email"], name=found["full_name"])

    def request(self, method, path, body=None, headers=None, user=None, token=None, timeout=PATIENCE):
        """One request on a connection of its own; the answer is read whole."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, *self._with(body, headers, user, token))
            answer = connection.getresponse()
            answer.text = answer.read().decode()
            openapi_check.check(method, path, answer.status, answer.headers, answer.text)
            return answer
        finally:
            connection.close()

    def _with(self, body, headers, user, token):
        headers = dict(headers or {})
        if user:
            token = self.token(user)
        if token:
            headers.setdefault("Authorization", f"Bearer {token}")
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
            headers.setdefault("Content-Type", "application/json")
        return body.encode() if isinstance(body, str) else body, headers

    def open_chat(self, message, user="ada", conversation=None, headers=None, **fields):
        body = {"message": message, "agentId": AGENT, "workspaceId": WORKSPACE, **fields}
        if conversation:
            body["conversationId"] = conversation
        return Stream(self, "POST", "/api/agent-chat", *self._with(body, headers, user, None))

    def chat(self, message, **options):
        """A whole turn: its events."""
        with self.open_chat(message, **options) as stream:
            return stream.all()


class Stream:
    """An open event stream, read frame by frame."""

    def __init__(self, system, method, path, body=None, headers=None):
        self.connection = http.client.HTTPConnection("127.0.0.1", system.port, timeout=PATIENCE)
        self.connection.request(method, path, body, headers or {})
        self.answer = self.connection.getresponse()
        self.status, self.headers = self.answer.status, self.answer.headers
        self.frames, self.buffer = [], b""
        self.text = "" if self.status == 200 else self.answer.read().decode()
        if self.status != 200:
            openapi_check.check(method, path, self.status, self.headers, self.text)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()

    def problem(self):
        return json.loads(self.text)

    def next(self):
        """The next event; None at the end."""
        while True:
            while b"\n\n" in self.buffer:
                frame, self.buffer = self.buffer.split(b"\n\n", 1)
                frame = frame.decode()
                self.frames.append(frame)
                data = re.search(r"^data: (.*)$", frame, re.M)
                if data:
                    event = json.loads(data[1])
                    openapi_check.check_event(event)
                    return event
            chunk = self.answer.read1(65536)
            if not chunk:
                return None
            self.buffer += chunk

    def all(self):
        if self.status != 200:
            raise AssertionError(f"{self.status} {self.text}")
        return list(iter(self.next, None))

    def until(self, kind):
        """Events up to the first of that type."""
        seen = []
        while True:
            event = self.next()
            if event is None:
                raise AssertionError(f"the stream ended without {kind}: {seen[-3:]}")
            seen.append(event)
            if event["type"] == kind:
                return seen


def text_of(events, kind="text"):
    return "".join(e["content"] for e in events if e["type"] == kind)


def of_type(events, kind):
    return [e for e in events if e["type"] == kind]


def in_background(function):
    """Runs it on a thread; result() waits."""
    box = {}

    def run():
        try:
            box["value"] = function()
        except BaseException as e:  # noqa: BLE001 - handed to the waiting test
            box["error"] = e
    thread = threading.Thread(target=run, daemon=True)
    thread.start()

    def result():
        thread.join(PATIENCE)
        if "error" in box:
            raise box["error"]
        return box["value"]
    return result


class SystemCase(unittest.TestCase):
    """Tests that share one system."""
    settings = {}

    @classmethod
    def setUpClass(cls):
        cls.system = System(**cls.settings)

    @classmethod
    def tearDownClass(cls):
        codes, log = cls.system.close()
        assert all(code == 0 for code in codes), f"exit codes {codes}\n{log[-4000:]}"
        assert '"event":"bug"' not in log, re.search(r".*\"event\":\"bug\".*", log)[0]
        assert "sk-ant-scripted-key" not in log and "eyJ" not in log, "a secret reached the log"

    def assert_one_good_stream(self, events):
        """What holds for every run: session first, one terminal event last, numbers without gaps."""
        self.assertEqual("session", events[0]["type"])
        self.assertIn(events[-1]["type"], ("done", "error"))
        self.assertEqual(1, len([e for e in events if e["type"] in ("done", "error")]))
        first = events[0]["seq"]
        self.assertEqual(list(range(first, first + len(events))), [e["seq"] for e in events])

    def assert_nothing_left(self):
        """No run is unfinished, and no Claude process is busy for one."""
        wait_for(lambda: not self.system.database.rows("SELECT id FROM agent_runs WHERE finished_at IS NULL"),
                 "unfinished runs")
