#!/usr/bin/env python3
"""The scenarios fit the tools: every tool that one calls exists, and takes the arguments that it is given."""
import json
import re
import unittest

from model_case import ROOT, SCENARIOS, ModelCase

PARAMETER = re.compile(r"^-- param (\w+) (.*)$", re.M)


def parameters_of(tool):
    """{name: is it required} of a tool's file; None without one."""
    files = list(ROOT.glob(f"db/tools/*/{tool}.sql"))
    if len(files) != 1:
        return None
    return {name: not re.search(r"\b(optional|default=)", declared.split(":")[0])
            for name, declared in PARAMETER.findall(files[0].read_text())}


def calls_of(scenario):
    return [call for step in scenario["steps"] for call in step.get("call", [])]


class Scenarios(ModelCase):
    def setUp(self):
        self.files = {path.name: json.loads(path.read_text()) for path in sorted(SCENARIOS.glob("*.json"))}

    def test_calls_fit_the_tools(self):
        called = 0
        for name, scenario in self.files.items():
            for call in calls_of(scenario):
                called += 1
                known = parameters_of(call["tool"])
                self.assertIsNotNone(known, f"{name} calls {call['tool']}, which does not exist")
                given = call.get("args", {})
                self.assertLessEqual(set(given), set(known), f"{name}: {call['tool']}")
                self.assertLessEqual({p for p, required in known.items() if required}, set(given), f"{name}: {call['tool']}")
        self.assertGreater(called, 10)

    def test_every_example_is_answered_by_the_scenario_that_suggests_it(self):
        for name, scenario in self.files.items():
            for example in scenario.get("examples", []):
                tools = [call["tool"] for call in calls_of(scenario)]
                offered = [{"name": f"mcp__tools__{tool}", "input_schema": {"type": "object"}} for tool in tools]
                earlier = [{"role": "user", "content": "What did I spend on software in March?"},
                           {"role": "assistant", "content": "A lot."}]
                body = {"model": "m", "max_tokens": 1000, "tools": offered,
                        "messages": [*earlier, {"role": "user", "content": example}]}
                _, _, answer = self.model.request("POST", "/v1/messages", json.dumps(body))
                message = json.loads(answer)
                wanted = scenario["steps"]
                first_calls = next((step["call"] for step in wanted if "call" in step), [])
                asked = [block["name"] for block in message["content"] if block["type"] == "tool_use"]
                self.assertEqual([f"mcp__tools__{call['tool']}" for call in first_calls], asked, f"{name}: {example}")
                if not first_calls:
                    self.assertNotIn("no scenario for it", message["content"][0]["text"], example)


if __name__ == "__main__":
    unittest.main()
