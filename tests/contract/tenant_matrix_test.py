#!/usr/bin/python3
"""The tenant matrix: every operation, by everybody, with their own ids, foreign ones and absent ones. A foreign id and an
absent one must answer alike, nobody sees a foreign text, and no row changes. Directly, and through a pooler with one
connection. Prints its size and what leaked."""
import os
import unittest
import uuid
from concurrent.futures import ThreadPoolExecutor

from pooler import Pooler
from server_case import System, SystemCase
from tenant_requests import Operation, comparable, operations
from tenant_world import COMMON, INSIDERS, OUTSIDERS, ROLES, World, digest, make_people

PRIVATE = {"conversation", "run", "message", "approval"}  # of one user, even within a workspace
HOME, FOREIGN = "home-marker-5d1c", "foreign-marker-8a7e"


class TenantMatrix(SystemCase):
    settings = {"requestsPerSecond": 0, "workspaceRequestsPerSecond": 0, "addressRequestsPerSecond": 0, "maxStreamsPerUser": 1000, "clerkWebhookSecret": "", "databaseConnections": 8}
    clients = 8

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        database = cls.system.database
        cls.people = make_people(database)
        cls.tokens = {role: cls.system.keys.token(f"matrix-{role}") for role in cls.people}
        cls.home = cls.make_home()
        cls.of_removed = cls.home.add_conversation(cls.people["removed"])
        cls.foreign = World(database, FOREIGN, cls.people["stranger"])
        cls.others = World(database, "others", cls.people["other_admin"])
        cls.leaks = []

    @classmethod
    def make_home(cls):
        p = cls.people
        return World(cls.system.database, HOME, p["owner"], [(p["admin"], "admin"), (p["member"], "member")])

    def ask(self, operation, role, ids):
        method, target, body = operation.request(ids)
        headers = {} if role == "signed_out" else {"Authorization": f"Bearer {self.tokens[role]}"}
        if method == "GET":
            headers["Accept"] = "application/json"
        if "If-Match" in {p["name"] for p in operation.parameters}:
            headers["If-Match"] = "*"
        answer = self.system.request(method, target, body, headers)
        if answer.status >= 500:
            self.leaks.append(f"{role} {method} {target}: {answer.status} {answer.text[:200]}")
        return answer

    def own(self, operation, role, world=None):
        """The ids that `role` would use at home."""
        known = {**(world or self.home).ids, **(self.of_removed if role == "removed" else {}), **COMMON}
        return {name: known[kind] for name, kind in operation.kinds.items()}

    def varied(self, operation):
        """Which ids to exchange: all of them, and each alone; those of no workspace stay."""
        names = [n for n, kind in operation.kinds.items() if kind not in COMMON]
        return [names] + [[n] for n in names if len(names) > 1] if names else []

    def compare(self, operation, role, exchanged):
        """One cell: the exchanged ids foreign, then absent; for outsiders also home's, which are foreign to them too."""
        base = self.own(operation, role)
        absent = {name: str(uuid.uuid4()) for name in exchanged}
        foreign = {name: self.foreign.ids[operation.kinds[name]] for name in exchanged}
        nothing = self.ask(operation, role, {**base, **absent})
        sets = {"foreign": {**base, **foreign}}
        if role in OUTSIDERS and len(exchanged) == len(self.varied(operation)[0]):
            sets["home"] = base
        if role in ("admin", "member") and {operation.kinds[n] for n in exchanged} <= PRIVATE:
            sets["colleague's"] = base
        for what, ids in sets.items():
            answer = self.ask(operation, role, ids)
            where = f"{role} {operation.name} {what} {'+'.join(exchanged)}"
            if comparable(answer) != comparable(nothing):
                self.leaks.append(f"{where}: {comparable(answer)} but absent: {comparable(nothing)}")
            if FOREIGN in answer.text or (HOME in answer.text and role in OUTSIDERS):
                self.leaks.append(f"{where}: shows a text of another tenant")
        return 1 + len(sets)

    def use_own(self, operation, role):
        """An insider with ids of their own: whatever they may do, it works and stays inside. A fresh home for what writes."""
        world = self.home if operation.method == "GET" else self.make_home()
        answer = self.ask(operation, role, self.own(operation, role, world))
        if FOREIGN in answer.text:
            self.leaks.append(f"{role} {operation.name}: shows a text of another tenant")
        return 1

    def cells(self, operation):
        """Every cell of an operation, as work to do."""
        for role in ROLES:
            if operation.is_open or not self.varied(operation):
                yield lambda role=role: self.use_own(operation, role)
                continue
            for exchanged in self.varied(operation):
                yield lambda role=role, exchanged=exchanged: self.compare(operation, role, exchanged)
            if role in INSIDERS:
                yield lambda role=role: self.use_own(operation, role)

    def test_nobody_reaches_what_is_not_theirs(self):
        listed = operations()
        worlds = [w.ids["workspace"] for w in (self.home, self.foreign, self.others)]
        before = digest(self.system.database, worlds)
        with ThreadPoolExecutor(self.clients) as pool:
            done = [pool.submit(cell) for operation in listed for cell in self.cells(operation)]
            requests = sum(cell.result() for cell in done)
        after = digest(self.system.database, worlds)
        self.leaks += [f"rows of {table} changed" for table in before if before[table] != after[table]]
        print(f"tenant matrix ({type(self).__name__}): {len(listed)} operations × {len(ROLES)} roles × 3 ids = {len(done)} cells, "
              f"{requests} requests, {len(self.leaks)} leaks", flush=True)
        self.assertEqual([], self.leaks[:20])
        self.assertGreater(requests, len(listed) * len(ROLES))


    def leaks_of(self, names):
        """What the cells of a few operations find."""
        type(self).leaks = []
        for operation in (o for o in operations() if o.name in names):
            for cell in self.cells(operation):
                cell()
        found, type(self).leaks = self.leaks, []
        return found

    def test_a_hole_in_a_policy_is_found(self):
        for table, operation in (("agents", "readLocalAgent"), ("agent_conversations", "readConversation")):
            self.assertEqual([], self.leaks_of([operation]))
            self.system.database.execute(f"CREATE POLICY hole ON {table} FOR SELECT TO switchboard_app USING (true)")
            found = self.leaks_of([operation])
            self.system.database.execute(f"DROP POLICY hole ON {table}")
            self.assertTrue(any("foreign" in leak for leak in found), table)

    def test_an_operation_whose_ids_have_no_row_is_refused(self):
        item = {"get": {"operationId": "songs", "parameters": [{"name": "songId", "in": "path", "schema": {"type": "string", "format": "uuid"}}]}}
        with self.assertRaisesRegex(AssertionError, "what is songId"):
            Operation("/api/songs/{songId}", "get", item)


class ThroughPooler(TenantMatrix):
    """The same while every connection of the server is the pooler's one."""
    test_a_hole_in_a_policy_is_found = test_an_operation_whose_ids_have_no_row_is_refused = None
    clients = 64
    settings = {**TenantMatrix.settings, "databaseStatements": "unnamed", "databaseConnections": 16}

    @classmethod
    def setUpClass(cls):
        plain = System.config

        def config(system):
            if not hasattr(system, "pooler"):
                system.pooler = Pooler(system.database.url)
                cls.addClassCleanup(system.pooler.close)
            return {**plain(system), "databaseUrl": system.pooler.url}
        System.config = config
        cls.addClassCleanup(setattr, System, "config", plain)
        super().setUpClass()


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    unittest.main(verbosity=2)
