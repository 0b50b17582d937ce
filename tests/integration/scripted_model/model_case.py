"""What these tests share: a scripted model of their own, and a Claude CLI that talks to it."""
import http.client
import json
import os
import queue
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SCENARIOS = ROOT / "apps/scripted-model/scenarios"
PATIENCE = 60


def program():
    """The server under test; ctest says where it is."""
    return os.environ["SCRIPTED_MODEL"]


def claude():
    """The real CLI; a test that needs it fails without it, and says what to do."""
    path = os.environ.get("CLAUDE_CLI_PATH", "")
    if not os.access(path, os.X_OK):
        raise AssertionError(f'CLAUDE_CLI_PATH ("{path}") names no program: run scripts/install-claude, or make test')
    return path


class Model:
    """A running server. Ends with stop()."""

    def __init__(self, *arguments):
        self.folder = Path(tempfile.mkdtemp(prefix="scripted-model-"))
        port_file = self.folder / "port"
        self.process = subprocess.Popen([program(), "--port", "0", "--port-file", port_file, "--scenarios", SCENARIOS,
                                         "--pace-ms", "0", *arguments], stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + PATIENCE
        while not port_file.exists():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise AssertionError("the scripted model did not start")
            time.sleep(0.02)
        self.port = int(port_file.read_text())

    def stop(self):
        """Its exit code and how long it took to end."""
        began = time.monotonic()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
        return code, time.monotonic() - began

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def request(self, method, path, body=None, headers=None):
        """(status, headers, body) of one request."""
        connection = self.connect()
        try:
            connection.request(method, path, body, {"x-api-key": "test", "content-type": "application/json", **(headers or {})})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def ask(self, message, **more):
        """The answer to one user message."""
        body = {"model": "claude-test", "max_tokens": 1000, "messages": [{"role": "user", "content": message}], **more}
        return self.request("POST", "/v1/messages?beta=true", json.dumps(body))


class ModelCase(unittest.TestCase):
    """One server for all tests of a class."""

    @classmethod
    def setUpClass(cls):
        cls.model = Model()

    @classmethod
    def tearDownClass(cls):
        cls.model.stop()


class Session:
    """The CLI in stream-json mode with an in-process MCP server "tools" whose answers are given: {name: result}. A
    result that is an exception is an error result. Use as a context manager."""

    def __init__(self, model, tools=None, max_turns=10, retries=0):
        self.tools = tools or {}
        self.calls = []
        self.folder = Path(tempfile.mkdtemp(prefix="scripted-model-cli-"))
        (self.folder / "cwd").mkdir()
        names = ",".join(f"mcp__tools__{name}" for name in self.tools)
        self.process = subprocess.Popen(
            [claude(), "--output-format", "stream-json", "--input-format", "stream-json", "--verbose",
             "--include-partial-messages", "--setting-sources=", "--strict-mcp-config", "--tools", "",
             "--disallowedTools", "Task", "--permission-mode", "default", "--permission-prompt-tool", "stdio",
             "--max-thinking-tokens", "4000", "--max-turns", str(max_turns), "--model", "claude-sonnet-4-5",
             f"--allowedTools={names}"],
            cwd=self.folder / "cwd", env=environment(model, self.folder, retries), text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.lines = queue.Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        described = [{"name": name, "description": name, "inputSchema": {"type": "object"}} for name in self.tools]
        self.send({"type": "control_request", "request_id": "init", "request": {
            "subtype": "initialize", "hooks": None, "systemPrompt": ["You are Ledger."], "sdkMcpServers": ["tools"],
            "sdkMcpServerManifests": {"tools": {
                "initializeResult": {"protocolVersion": "2025-11-25", "capabilities": {"tools": {}},
                                     "serverInfo": {"name": "tools", "version": "1"}},
                "toolsListResult": {"tools": described}}}}})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.reader.join(PATIENCE)
        self.process.stdout.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _read(self):
        for line in self.process.stdout:
            if line.startswith("{"):
                self.lines.put(json.loads(line))
        self.lines.put(None)

    def send(self, message):
        self.process.stdin.write(json.dumps(message) + "\n")
        self.process.stdin.flush()

    def say(self, text):
        """Starts a turn."""
        self.send({"type": "user", "session_id": "", "message": {"role": "user", "content": text},
                   "parent_tool_use_id": None})

    def turn(self, text, interrupt_after=None):
        """The turn's `result` line, with what was streamed in "text", "thinking" and "retries"."""
        self.say(text)
        streamed = {"text": "", "thinking": "", "retries": []}
        while True:
            line = self.lines.get(timeout=PATIENCE)
            if line is None:
                raise AssertionError("the CLI ended without a result")
            kind = line.get("type")
            if kind == "control_request":
                self._answer(line)
            elif kind == "stream_event":
                delta = line["event"].get("delta", {})
                streamed["text"] += delta.get("text", "")
                streamed["thinking"] += delta.get("thinking", "")
            elif kind == "system" and line.get("subtype") == "api_retry":
                streamed["retries"].append(line.get("error_status"))
            elif kind == "result":
                return {**line, **streamed}
            if interrupt_after and interrupt_after in streamed["text"]:
                interrupt_after = None
                self.send({"type": "control_request", "request_id": "stop", "request": {"subtype": "interrupt"}})

    def _answer(self, line):
        asked = line["request"].get("message", {})
        answer = {}
        if asked.get("method") == "tools/call":
            name, arguments = asked["params"]["name"], asked["params"]["arguments"]
            self.calls.append((name, arguments))
            result = self.tools[name]
            text = str(result) if isinstance(result, Exception) else json.dumps(result)
            answer = {"content": [{"type": "text", "text": text}], "isError": isinstance(result, Exception)}
        self.send({"type": "control_response", "response": {
            "subtype": "success", "request_id": line["request_id"],
            "response": {"mcp_response": {"jsonrpc": "2.0", "id": asked.get("id"), "result": answer}}}})


def environment(model, folder, retries=0):
    """Only what the CLI needs."""
    return {"PATH": os.environ["PATH"], "HOME": str(folder), "CLAUDE_CONFIG_DIR": str(folder / ".claude"),
            "ANTHROPIC_BASE_URL": f"http://127.0.0.1:{model.port}", "ANTHROPIC_API_KEY": "test",
            "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1", "DISABLE_TELEMETRY": "1", "DISABLE_AUTOUPDATER": "1",
            "CLAUDE_CODE_STARTUP_FAILURE_RESULTS": "1", "CLAUDE_CODE_MAX_RETRIES": str(retries)}
