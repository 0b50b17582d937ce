#!/usr/bin/env python3
"""That tools/openapi.py sees a document that is not what its fragments say, and which changes break clients."""
import copy
import json
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import openapi  # noqa: E402
from openapi_breaks import breaks  # noqa: E402


class Breaks(unittest.TestCase):
    before = openapi.assemble()

    def after(self, change):
        document = copy.deepcopy(self.before)
        change(document)
        return breaks(self.before, document)

    def schema(self, document, name):
        return document["components"]["schemas"][name]

    def test_nothing_breaks_where_nothing_changed_or_something_was_added(self):
        self.assertEqual([], self.after(lambda d: None))
        self.assertEqual([], self.after(lambda d: self.schema(d, "Conversation")["properties"].update(color={"type": "string"})))
        self.assertEqual([], self.after(lambda d: d["paths"].update({"/new": {}})))

    def test_it_names_what_breaks_clients(self):
        def drop_path(d):
            del d["paths"]["/api/me"]

        def drop_field(d):
            del self.schema(d, "Conversation")["properties"]["title"]

        def retype(d):
            self.schema(d, "Conversation")["properties"]["title"] = {"type": ["string", "null", "integer"]}

        def ask_more(d):
            self.schema(d, "HireRequest")["required"].append("color")
            self.schema(d, "HireRequest")["properties"]["color"] = {"type": "string"}

        def promise_less(d):
            self.schema(d, "Me")["required"].remove("email")

        def ask_parameter(d):
            d["paths"]["/api/me"]["get"]["parameters"] = [{"name": "color", "in": "query", "required": True}]

        def other_status(d):
            responses = d["paths"]["/api/agents/{id}/hire"]["post"]["responses"]
            responses["200"] = responses.pop("201")

        self.assertEqual(["GET /api/me is gone"], self.after(drop_path))
        self.assertIn("POST /api/agent-conversations 201.title is gone", self.after(drop_field))
        self.assertTrue(any("title changes its type" in line for line in self.after(retype)))
        self.assertEqual(["POST /api/agents/{id}/hire body.color is required now"], self.after(ask_more))
        self.assertEqual(["GET /api/me 200.email is no longer certain"], self.after(promise_less))
        self.assertEqual(["GET /api/me requires the parameter color"], self.after(ask_parameter))
        self.assertEqual(["POST /api/agents/{id}/hire no longer answers 201"], self.after(other_status))


class Committed(unittest.TestCase):
    def test_it_refuses_a_committed_file_that_is_not_what_the_fragments_say(self):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            kept = ["docs/openapi.json", "libs/core/error.cpp", "web/packages/client/src/generated/openapi.ts"]
            for name in kept:
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, root / name)
            shutil.copytree(ROOT / "docs/openapi", root / "docs/openapi")

            def found():
                return list(openapi.complaints(root, json.dumps(openapi.assemble(root), indent=1, ensure_ascii=False) + "\n"))
            self.assertEqual([], found())
            types = root / kept[2]
            types.write_text(types.read_text() + "// edited\n")
            self.assertEqual(1, len(found()))
            fragment = root / "docs/openapi/profile.json"
            fragment.write_text(fragment.read_text().replace('"/api/me"', '"/api/you"'))
            self.assertIn("  breaks clients: GET /api/me is gone", found())


if __name__ == "__main__":
    unittest.main()
