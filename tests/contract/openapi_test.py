#!/usr/bin/python3
"""The API's description: served as it is committed, whole, and readable without the network."""
import json
import re
import unittest
from html.parser import HTMLParser

import openapi_check
from server_case import ROOT, SystemCase


class Served(SystemCase):
    def get(self, path, **headers):
        return self.system.request("GET", path, headers=headers)

    def test_the_document_is_the_committed_one_and_has_an_etag(self):
        answer = self.get("/openapi.json")
        self.assertEqual((200, "application/json"), (answer.status, answer.headers["Content-Type"]))
        self.assertEqual((ROOT / "docs/openapi.json").read_text(), answer.text)
        self.assertEqual("3.1.0", json.loads(answer.text)["openapi"])
        tag = answer.headers["ETag"]
        self.assertRegex(tag, r'^"[0-9a-f]{32}"$')
        for known in (tag, f'"other", W/{tag}', "*"):
            again = self.get("/openapi.json", **{"If-None-Match": known})
            self.assertEqual((304, "", tag), (again.status, again.text, again.headers["ETag"]))
        self.assertEqual(200, self.get("/openapi.json", **{"If-None-Match": '"other"'}).status)

    def test_every_route_is_in_the_document_and_the_other_way_round(self):
        lines = (json.loads(line) for line in self.system.log().splitlines() if '"event":"route"' in line)
        served = {(line["method"], line["path"]) for line in lines}
        described = {(m.upper(), path) for path, item in openapi_check.DOCUMENT["paths"].items() for m in openapi_check.METHODS
                     if m in item}
        self.assertTrue(served)
        self.assertEqual([], sorted(served - described), "served, but not in docs/openapi/*.json")
        self.assertEqual([], sorted(described - served), "described, but not served")

    def test_the_page_loads_nothing_from_elsewhere(self):
        page = self.get("/docs")
        self.assertIn("script-src 'self'", page.headers["Content-Security-Policy"])
        self.assertNotIn("unsafe", page.headers["Content-Security-Policy"])
        loaded = []

        class Links(HTMLParser):
            def handle_starttag(self, tag, attributes):
                loaded.extend(value for name, value in attributes if name in ("src", "href"))
        Links().feed(page.text)
        self.assertEqual({"/docs/viewer.js", "/docs/viewer.css", "/openapi.json"}, set(loaded))
        for path in set(loaded):
            answer = self.get(path)
            self.assertEqual(200, answer.status)
            if path != "/openapi.json":
                self.assertNotRegex(answer.text, r"https?:|@import|url\(|innerHTML")


class Document(unittest.TestCase):
    document = openapi_check.DOCUMENT

    def operations(self):
        return [(path, m, item[m]) for path, item in self.document["paths"].items() for m in openapi_check.METHODS if m in item]

    def test_every_reference_leads_somewhere(self):
        for ref in set(re.findall(r'"\$ref": "([^"]+)"', json.dumps(self.document))):
            self.assertTrue(openapi_check.follow({"$ref": ref}), ref)

    def test_operations_are_named_once_and_name_their_path_parameters(self):
        ids = [operation["operationId"] for _, _, operation in self.operations()]
        self.assertEqual(sorted(set(ids)), sorted(ids))
        for path, method, operation in self.operations():
            listed = self.document["paths"][path].get("parameters", []) + operation.get("parameters", [])
            named = {p["name"] for p in map(openapi_check.follow, listed) if p["in"] == "path"}
            self.assertEqual(set(re.findall(r"{(\w+)}", path)), named, f"{method} {path}")
            self.assertTrue(operation["summary"])

    def test_every_status_and_code_of_the_server_is_described(self):
        table = dict(re.findall(r'row\{errc::\w+, "(\w+)", (\d+)', (ROOT / "libs/core/error.cpp").read_text()))
        self.assertEqual(sorted(table), self.document["components"]["schemas"]["Problem"]["properties"]["code"]["enum"])
        for path, method, operation in self.operations():
            self.assertIn("default", operation["responses"], f"{method} {path}")
            if operation.get("security") != []:
                self.assertLessEqual({"401", "429", "503"}, set(operation["responses"]), f"{method} {path}")


class Checker(unittest.TestCase):
    """That the check which all other tests rely on refuses what it should."""

    def refused(self, *answer):
        with self.assertRaises(AssertionError):
            openapi_check.check(*answer)

    def test_it_refuses_what_is_not_described(self):
        as_json, as_problem = {"Content-Type": "application/json"}, {"Content-Type": "application/problem+json"}
        openapi_check.check("GET", "/health", 200, as_json, '{"status":"ok"}')
        self.refused("GET", "/health", 200, as_json, '{"status":"ok","more":1}')
        self.refused("GET", "/health", 200, as_json, "{}")
        self.refused("GET", "/health", 201, as_json, '{"status":"ok"}')
        self.refused("GET", "/health", 200, {"Content-Type": "text/plain"}, '{"status":"ok"}')
        self.refused("GET", "/unheard-of", 200, as_json, "{}")
        problem = {"type": "about:blank", "title": "x", "status": 404, "detail": "x", "code": "not_found", "error": "x", "requestId": "x"}
        path = "/api/agent-conversations/5eed0001-0000-4000-8000-000000000001"
        openapi_check.check("GET", path, 404, as_problem, json.dumps(problem))
        self.refused("GET", path, 404, as_problem, json.dumps({**problem, "code": "already_hired"}))
        self.refused("GET", path, 404, as_problem, json.dumps({**problem, "secret": "x"}))
        self.refused("GET", path, 409, as_problem, json.dumps({**problem, "code": "already_hired"}))

    def test_it_refuses_events_that_are_not_described(self):
        event = {"type": "text", "seq": 1, "content": "x", "isComplete": False}
        openapi_check.check_event(event)
        for change in ({"type": "song"}, {"seq": 0}, {"content": 1}, {"more": 1}):
            with self.assertRaises(AssertionError):
                openapi_check.check_event({**event, **change})


if __name__ == "__main__":
    unittest.main(verbosity=2)
