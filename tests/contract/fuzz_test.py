#!/usr/bin/python3
"""Bad input on every operation, made from its schema: never a 5xx, never no answer, never an undocumented one, and no row of
anybody else changes. FUZZ_SECONDS goes on for that long (`make fuzz`); FUZZ_SEED repeats a run."""
import json
import os
import random
import time
import unittest
import uuid
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

from server_case import SystemCase
from tenant_requests import example, operations
from tenant_world import COMMON, World, digest, make_people

SECONDS = float(os.environ.get("FUZZ_SECONDS", 0))
SEED = int(os.environ.get("FUZZ_SEED", 1))
ODD = [None, True, 0, -1, 1.5, 10**30, "", "x", "\u202e\U0001f4a5", "x" * 200_000, "' OR 1=1 --", "../../etc/passwd", "%00", "{{7*7}}", [], {},
       [[]], {"a": {"b": {}}}, str(uuid.UUID(int=0)), "5eed0001-0000-4000-8000-00000000000g", ["x"] * 2000]
RAW = [b"", b"{", b"null", b"[]", b'"x"', b"7", b'{"a":1,"a":2}', b"[" * 70 + b"]" * 70, b'{"name":"\\u0000"}', b'{"name":"\xff\xfe"}',
       b'{"name":"\\ud800"}', b'{"n":1e999}', b'{"n":' + b"9" * 400 + b"}", b"\xef\xbb\xbf{}", b'{"a":' * 65 + b"1" + b"}" * 65, b"{}x"]
TYPES = ["application/json", "application/json; charset=utf-8", "text/plain", "application/x-www-form-urlencoded", "", "application/jsonx"]


def spoil(chance, body):
    """A body that is wrong in one way, or only looks so."""
    body = dict(body)
    how = chance.choice(["value", "missing", "unknown", "nested"])
    names = list(body) or ["x"]
    name = chance.choice(names)
    if how == "value":
        body[name] = chance.choice(ODD)
    elif how == "missing":
        body.pop(name, None)
    elif how == "unknown":
        body[f"unknown{chance.randrange(9)}"] = chance.choice(ODD)
    else:
        body[name] = {name: body.get(name)} if chance.random() < 0.5 else [body.get(name)]
    return body


class Fuzz(SystemCase):
    settings = {"requestsPerSecond": 0, "maxStreamsPerUser": 1000}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = make_people(cls.system.database)
        cls.token = cls.system.keys.token("matrix-owner")
        cls.own = World(cls.system.database, "own", cls.people["owner"])
        cls.foreign = World(cls.system.database, "foreign", cls.people["stranger"])

    def ids(self, chance, operation):
        known = {**self.own.ids, **COMMON}
        return {name: chance.choice([known[kind]] * 3 + [self.foreign.ids.get(kind, known[kind]), str(uuid.uuid4()), quote(chance.choice(
            ["x", "a/b", "\u00fc", "-", "x" * 3000, "%", "null", "0"]), safe="")]) for name, kind in operation.kinds.items()}

    def one(self, seed, operation):
        """One request; what is wrong with its answer, or None."""
        chance = random.Random(seed)
        method, target, body = operation.request(self.ids(chance, operation))
        target += ("&" if "?" in target else "?") + f"{chance.choice(['limit', 'offset', 'after', 'wait', 'x'])}=" + quote(
            str(chance.choice(["-1", "x", "1e9", "99999999999999999999", "", "0", "%", "\u00e9"])))
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}
        if chance.random() < 0.1:
            headers.update({"If-Match": "x", "If-None-Match": "*", "Last-Event-ID": "-5", "Idempotency-Key": "k" * 300})
        if body is not None:
            headers["Content-Type"] = chance.choice([TYPES[0]] * 8 + TYPES)
            body = chance.choice(RAW) if chance.random() < 0.3 else json.dumps(spoil(chance, body))
        try:
            answer = self.system.request(method, target, body, headers)
        except (OSError, AssertionError) as e:
            return f"seed {seed}: {method} {target[:200]} {body!r:.200}: {e}"
        return f"seed {seed}: {method} {target[:200]} {body!r:.200}: {answer.status}" if answer.status >= 500 else None

    def test_bad_input_is_answered_and_changes_nothing_of_others(self):
        listed = [o for o in operations() if o.name not in ("chat", "chatRewritten")]
        chats = [o for o in operations() if o.name == "chat"]
        before = digest(self.system.database, [self.foreign.ids["workspace"]])
        until, rounds, count, faults = time.monotonic() + SECONDS, 0, 0, []
        with ThreadPoolExecutor(8) as pool:
            while rounds < 8 or time.monotonic() < until:
                work = [(f"{SEED}-{rounds}-{o.name}", o) for o in listed + (chats if rounds % 4 == 0 else [])]
                faults += [f for f in pool.map(lambda w: self.one(*w), work) if f]
                rounds, count = rounds + 1, count + len(work)
        print(f"fuzz: {count} requests on {len(listed) + 1} operations, {len(faults)} faults", flush=True)
        self.assertEqual([], faults[:10])
        self.assertEqual(before, digest(self.system.database, [self.foreign.ids["workspace"]]))
        self.assertEqual(200, self.system.request("GET", "/health").status)


class Examples(unittest.TestCase):
    def test_a_value_is_made_for_every_body(self):
        for operation in operations():
            if operation.schema:
                self.assertIsInstance(example(operation.schema), dict)


if __name__ == "__main__":
    unittest.main(verbosity=2)
