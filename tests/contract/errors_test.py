#!/usr/bin/env python3
"""Every status and code of the contract's table of errors, provoked over HTTP."""
import json
import socket
import unittest

from server_case import AGENT, OTHER_WORKSPACE, WORKSPACE, SystemCase, in_background, wait_for

CHAT = {"message": "hi", "agentId": AGENT, "workspaceId": WORKSPACE}


class ProblemCase(SystemCase):
    def assert_problem(self, status, code, answer):
        self.assertEqual(status, answer.status, answer.text)
        self.assertEqual("application/problem+json", answer.headers["Content-Type"])
        body = json.loads(answer.text)
        self.assertEqual((status, code), (body["status"], body["code"]))
        self.assertEqual(body["detail"], body["error"])
        self.assertTrue(body["title"] and body["type"] and body["detail"])
        self.assertEqual(answer.headers["X-Request-Id"], body["requestId"])
        if status in (429, 503):
            self.assertGreaterEqual(int(answer.headers["Retry-After"]), 0)
        for leak in ("SELECT", "/libs/", "pqxx", "postgres", "std::"):
            self.assertNotIn(leak, answer.text)
        return body

    def raw(self, data):
        """Bytes out, the whole answer in, as (status, body)."""
        with socket.create_connection(("127.0.0.1", self.system.port), timeout=30) as s:
            s.sendall(data)
            s.shutdown(socket.SHUT_WR)
            got = b""
            while chunk := s.recv(65536):
                got += chunk
        head, _, body = got.partition(b"\r\n\r\n")
        return int(head.split()[1]), body.decode()


class Requests(ProblemCase):
    def post(self, body, user="ada", **headers):
        return self.system.request("POST", "/api/agent-chat", body, headers, user=user)

    def test_400_bad_json(self):
        json_type = {"Content-Type": "application/json"}
        for body in ("{", "", '{"a":1,"a":2}', "[" * 100_000, '{"message":"\\u0000"}', '{"message":"\xff"}'.encode("latin-1")):
            answer = self.system.request("POST", "/api/agent-chat", body, json_type, user="ada")
            self.assert_problem(400, "bad_json", answer)

    def test_400_invalid_field_names_every_field(self):
        body = self.assert_problem(400, "invalid_field", self.post({"message": "", "agentId": "x", "onBusy": "later"}))
        self.assertEqual(["message", "agentId", "workspaceId", "onBusy"], [e["field"] for e in body["errors"]])
        self.assert_problem(400, "invalid_field", self.post({**CHAT, "message": "x" * 100_001}))
        self.assert_problem(400, "invalid_field", self.post(["not", "an object"]))
        self.assert_problem(400, "invalid_field", self.post(CHAT, **{"Idempotency-Key": "k" * 256}))

    def test_400_bad_query(self):
        body = self.assert_problem(400, "bad_query", self.system.request("GET", "/api/agents?limit=201", user="ada"))
        self.assertEqual({"workspaceId", "limit"}, {e["field"] for e in body["errors"]})

    def test_401_unauthenticated(self):
        for headers in ({}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic YTpi"}):
            answer = self.system.request("POST", "/api/agent-chat", CHAT, headers)
            self.assert_problem(401, "unauthenticated", answer)
            self.assertTrue(answer.headers["WWW-Authenticate"].startswith("Bearer"))
        late = self.system.keys.token("someone", exp=1)
        self.assert_problem(401, "unauthenticated", self.system.request("GET", "/api/me", token=late))

    def test_403_forbidden_and_404_not_found(self):
        self.assert_problem(403, "forbidden", self.post({**CHAT, "workspaceId": OTHER_WORKSPACE}))
        self.assert_problem(404, "not_found", self.post({**CHAT, "agentId": WORKSPACE}))
        self.assert_problem(404, "not_found", self.system.request("GET", "/api/nothing", user="ada"))

    def test_403_origin_not_allowed(self):
        cookie = {"Cookie": f"__session={self.system.token('ada')}"}
        self.assert_problem(403, "origin_not_allowed", self.post(CHAT, None, **cookie))
        self.assert_problem(403, "origin_not_allowed", self.post(CHAT, None, **cookie, Origin="https://evil.example"))
        self.assertEqual(200, self.post(CHAT, None, **cookie, Origin="http://localhost:3000").status)
        self.assertEqual(200, self.system.request("GET", "/api/me", headers=cookie).status)

    def test_405_method_not_allowed(self):
        answer = self.system.request("DELETE", "/api/agent-chat", user="ada")
        self.assert_problem(405, "method_not_allowed", answer)
        self.assertIn("POST", answer.headers["Allow"])

    def test_406_not_acceptable(self):
        self.assert_problem(406, "not_acceptable", self.post(CHAT, Accept="image/png"))

    def test_411_413_414_415_431(self):
        host = b"Host: x\r\n"
        ada = f"Content-Type: application/json\r\nAuthorization: Bearer {self.system.token('ada')}\r\n".encode()
        for data, status, code in (
                (b"POST /api/agent-chat HTTP/1.1\r\n" + host + ada + b"\r\n", 411, "length_required"),
                (b"POST /api/agent-chat HTTP/1.1\r\n" + host + b"Content-Length: 1048577\r\n\r\n", 413, "payload_too_large"),
                (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\n" + host + b"\r\n", 414, "uri_too_long"),
                (b"GET / HTTP/1.1\r\n" + host + b"X: " + b"a" * 33000 + b"\r\n\r\n", 431, "headers_too_large"),
                (b"GET / HTTP/1.1\r\n\r\n", 400, "bad_request")):
            got, body = self.raw(data)
            self.assertEqual((status, code), (got, json.loads(body)["code"]))
        answer = self.system.request("POST", "/api/agent-chat", json.dumps(CHAT), {"Content-Type": "text/plain"}, user="ada")
        self.assert_problem(415, "unsupported_media_type", answer)

    def test_409_conversation_busy_and_422_idempotency_mismatch(self):
        with self.system.open_chat("[[slow n=40 ms=20]]", headers={"Idempotency-Key": "one"}) as stream:
            session = stream.next()
            busy = self.assert_problem(409, "conversation_busy",
                                       self.post({**CHAT, "conversationId": session["conversationId"]}))
            self.assertEqual(session["runId"], busy["runId"])
            self.assert_problem(422, "idempotency_mismatch", self.post(CHAT, **{"Idempotency-Key": "one"}))
            stream.all()

    def test_409_already_resolved_names_the_answer_that_holds(self):
        budget = self.system.database.rows(f"SELECT id FROM budgets WHERE workspace_id = '{WORKSPACE}'")[0]["id"]
        with self.system.open_chat(f'[[tool deleteBudget {{"budgetId":"{budget}"}}]]') as stream:
            events = stream.until("permission_request")
            path = f"/api/agent-runs/{events[0]['runId']}/approvals/{events[-1]['approvalId']}"
            self.assertEqual(200, self.system.request("POST", path, {"decision": "deny"}, user="ada").status)
            for decision in ("deny", "allow"):
                again = self.assert_problem(409, "already_resolved",
                                            self.system.request("POST", path, {"decision": decision}, user="ada"))
                self.assertEqual("deny", again["decision"])
            stream.all()

    def test_410_gone(self):
        run = self.system.chat("Hello")[0]["runId"]
        self.system.database.execute(f"DELETE FROM agent_run_events WHERE run_id = '{run}'")
        self.assert_problem(410, "gone", self.system.request("GET", f"/api/agent-runs/{run}/events", user="ada"))

    def test_500_internal_says_nothing_of_its_cause(self):
        self.system.database.execute("ALTER TABLE integrations RENAME TO integrations_gone")
        try:
            self.assert_problem(500, "internal", self.post(CHAT))
        finally:
            self.system.database.execute("ALTER TABLE integrations_gone RENAME TO integrations")
        self.assertEqual(200, self.post(CHAT).status)

    def test_a_page_elsewhere_gets_no_cors_headers(self):
        for origin, allowed in (("http://localhost:3000", "http://localhost:3000"), ("https://evil.example", None)):
            answer = self.system.request("OPTIONS", "/api/agent-chat", headers={
                "Origin": origin, "Access-Control-Request-Method": "POST"})
            self.assertEqual(204, answer.status)
            self.assertEqual(allowed, answer.headers["Access-Control-Allow-Origin"])


class Limits(ProblemCase):
    settings = {"requestsPerSecond": 0.5, "requestBurst": 6, "maxStreamsPerUser": 1, "dailyCostLimitUsd": 0.000001}

    def test_429_rate_limited(self):
        token = self.system.token("olga")
        answers = [self.system.request("GET", "/api/me", token=token) for _ in range(8)]
        self.assert_problem(429, "rate_limited", answers[-1])
        self.assertEqual(200, answers[0].status)

    def test_429_too_many_streams_then_quota_exceeded(self):
        token = self.system.token("max")
        bearer = {"Authorization": f"Bearer {token}"}
        with self.system.open_chat("[[slow n=20 ms=30]]", user=None, headers=bearer) as stream:
            stream.next()
            answer = self.system.request("POST", "/api/agent-chat", CHAT, token=token)
            self.assert_problem(429, "too_many_streams", answer)
            stream.all()
        answer = wait_for(lambda: self.no_stream_left(token), "the place to be free")
        self.assert_problem(429, "quota_exceeded", answer)

    def no_stream_left(self, token):
        answer = self.system.request("POST", "/api/agent-chat", CHAT, token=token)
        return None if json.loads(answer.text)["code"] == "too_many_streams" else answer


class NoAgent(ProblemCase):
    settings = {"claudeCliPath": "/nonexistent/claude"}

    def test_503_agent_unavailable(self):
        answer = self.system.request("POST", "/api/agent-chat", CHAT, user="ada")
        self.assert_problem(503, "agent_unavailable", answer)
        self.assertEqual([], self.system.database.rows("SELECT id FROM agent_runs"))
        self.assertEqual(503, self.system.request("GET", "/ready").status)
        self.assertEqual(200, self.system.request("GET", "/health").status)


class Stopping(ProblemCase):
    def test_503_shutting_down_while_a_turn_ends(self):
        with self.system.open_chat("[[slow n=80 ms=30]]") as stream:
            stream.until("text")
            kept = self.system.open_chat("hi", user="max")  # its connection stays open for a second request
            kept.all()
            ended = in_background(self.system.server.stop)
            wait_for(lambda: '"event":"stopping"' in self.system.log(), "the server to begin to stop")
            kept.connection.request("POST", "/api/agent-chat", json.dumps(CHAT), {
                "Content-Type": "application/json", "Authorization": f"Bearer {self.system.token('max')}"})
            answer = kept.connection.getresponse()
            answer.text = answer.read().decode()
            self.assert_problem(503, "shutting_down", answer)
            kept.connection.close()
            self.assertEqual("done", stream.all()[-1]["type"])
        self.assertEqual(0, ended())
        self.system.start_server()


if __name__ == "__main__":
    unittest.main(verbosity=2)
