#!/usr/bin/env python3
"""The scripted model over plain HTTP: paths, refusals, failures on demand, limits, and its end."""
import http.client
import json
import socket
import subprocess
import tempfile
import time
import unittest

from model_case import Model, ModelCase, SCENARIOS, program


def error_type(body):
    return json.loads(body)["error"]["type"]


class Paths(ModelCase):
    def test_head_of_the_root_is_answered(self):
        status, _, body = self.model.request("HEAD", "/")
        self.assertEqual((200, b""), (status, body))

    def test_other_paths_and_methods_are_refused_in_the_apis_form(self):
        for method, path, expected in [("GET", "/v1/models", 404), ("POST", "/", 404), ("GET", "/v1/messages", 405)]:
            status, _, body = self.model.request(method, path)
            self.assertEqual(expected, status, path)
            self.assertEqual("error", json.loads(body)["type"])

    def test_a_request_without_a_key_is_not_authenticated(self):
        connection = self.model.connect()
        connection.request("POST", "/v1/messages", "{}")
        answer = connection.getresponse()
        self.assertEqual((401, "authentication_error"), (answer.status, error_type(answer.read())))
        connection.close()

    def test_what_is_no_request_is_invalid(self):
        for body in ["", "{", "[]", '{"model": "m"}', "[" * 5000, '{"model":"m","messages":[{"role":"user"}]}']:
            status, _, answer = self.model.request("POST", "/v1/messages", body)
            self.assertEqual((400, "invalid_request_error"), (status, error_type(answer)), body[:50])

    def test_a_body_over_the_limit_is_too_large(self):
        connection = self.model.connect()
        connection.putrequest("POST", "/v1/messages")
        connection.putheader("content-length", str(64 << 20))
        connection.endheaders()
        self.assertEqual(413, connection.getresponse().status)
        connection.close()


class Messages(ModelCase):
    def test_a_message_without_streaming(self):
        status, headers, body = self.model.ask("[[say Hello there]]")
        message = json.loads(body)
        self.assertEqual(200, status)
        self.assertEqual("application/json", headers["content-type"])
        self.assertEqual([{"type": "text", "text": "Hello there"}], message["content"])
        self.assertEqual(("claude-test", "end_turn"), (message["model"], message["stop_reason"]))
        self.assertGreater(message["usage"]["output_tokens"], 0)

    def test_a_stream_is_server_sent_events(self):
        status, headers, body = self.model.ask("[[say Hello there]]", stream=True)
        self.assertEqual(200, status)
        self.assertTrue(headers["content-type"].startswith("text/event-stream"))
        frames = [frame.split("\n") for frame in body.decode().strip().split("\n\n")]
        self.assertEqual(["message_start", "content_block_start", "ping", "content_block_delta", "content_block_delta",
                          "content_block_stop", "message_delta", "message_stop"], [f[0][len("event: "):] for f in frames])
        self.assertEqual("Hello there", "".join(json.loads(f[1][6:]).get("delta", {}).get("text", "") for f in frames))

    def test_tokens_are_counted(self):
        body = {"model": "m", "messages": [{"role": "user", "content": "x" * 4000}]}
        _, _, answer = self.model.request("POST", "/v1/messages/count_tokens", json.dumps(body))
        self.assertAlmostEqual(1000, json.loads(answer)["input_tokens"], delta=10)

    def test_a_slow_stream_takes_its_time(self):
        began = time.monotonic()
        self.model.ask("[[slow n=10 ms=50]]", stream=True)
        self.assertGreater(time.monotonic() - began, 0.45)

    def test_a_long_answer_arrives_whole(self):
        _, _, body = self.model.ask("[[long n=5000]]", stream=True)
        self.assertEqual(5000, body.count(b"text_delta"))
        self.assertIn(b"word5000 ", body)


class Failures(ModelCase):
    def test_errors_have_their_status_type_and_retry_after(self):
        for status, kind in [(401, "authentication_error"), (429, "rate_limit_error"), (500, "api_error"),
                             (529, "overloaded_error")]:
            got, headers, body = self.model.ask(f"[[error {status} retry-after=7]]", stream=True)
            self.assertEqual((status, kind, "7"), (got, error_type(body), headers["retry-after"]))

    def test_an_error_stops_after_its_times_in_each_conversation(self):
        message = "[[error 529 times=2]] hello"
        for session in ["a", "b"]:
            body = json.dumps({"model": "m", "messages": [{"role": "user", "content": message}]})
            statuses = [self.model.request("POST", "/v1/messages", body, {"x-claude-code-session-id": session})[0]
                        for _ in range(3)]
            self.assertEqual([529, 529, 200], statuses)

    def test_a_cut_stream_ends_in_the_middle(self):
        with self.assertRaises(http.client.IncompleteRead) as caught:
            self.model.ask("[[long n=50]][[cut after=7]]", stream=True)
        self.assertEqual(7, caught.exception.partial.count(b"text_delta"))

    def test_an_error_event_ends_a_stream(self):
        _, _, body = self.model.ask("[[long n=50]][[overloaded after=3]]", stream=True)
        self.assertEqual(3, body.count(b"text_delta"))
        self.assertIn("overloaded_error", body.decode().strip().split("\n\n")[-1])

    def test_garbage_is_no_message(self):
        for marker in ["[[garbage]]", "[[long n=9]][[garbage stream]]"]:
            status, _, body = self.model.ask(marker, stream=True)
            self.assertEqual(200, status)
            self.assertNotIn(b"message_stop", body)

    def test_a_hanging_stream_stays_open_and_silent(self):
        connection = self.model.connect()
        body = {"model": "m", "stream": True, "messages": [{"role": "user", "content": "[[hang]]"}]}
        connection.request("POST", "/v1/messages", json.dumps(body), {"x-api-key": "test"})
        answer = connection.getresponse()
        self.assertIn(b"message_start", answer.read1())
        connection.sock.settimeout(0.5)
        with self.assertRaises(socket.timeout):
            while answer.read1():
                pass
        connection.close()


class Life(unittest.TestCase):
    def test_it_ends_within_a_second_whatever_is_open(self):
        model = Model()
        held = [model.connect() for _ in range(3)]
        for connection, marker in zip(held, ["[[hang]]", "[[slow n=1000 ms=100]]", "[[hang headers]]"]):
            body = {"model": "m", "stream": True, "messages": [{"role": "user", "content": marker}]}
            connection.request("POST", "/v1/messages", json.dumps(body), {"x-api-key": "test"})
        for connection in held[:2]:
            connection.getresponse().read1()
        code, took = model.stop()
        for connection in held:
            connection.close()
        self.assertEqual(0, code)
        self.assertLess(took, 1.0)

    def test_what_it_cannot_use_is_said_in_one_line(self):
        with tempfile.TemporaryDirectory() as folder, socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            for arguments in [["--scenarios", folder], ["--scenarios", folder + "/none"],
                              ["--scenarios", SCENARIOS, "--port", str(taken.getsockname()[1])]]:
                done = subprocess.run([program(), *arguments], capture_output=True, text=True, timeout=60)
                self.assertEqual(1, done.returncode)
                self.assertTrue(done.stderr.splitlines()[-1].startswith("switchboard-scripted-model: "), done.stderr)


if __name__ == "__main__":
    unittest.main()
