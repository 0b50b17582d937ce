#!/usr/bin/env python3
"""A workspace's usage: the sum of its runs to the token and the micro-dollar, while runs end."""
import json
import unittest
from decimal import Decimal

from server_case import AGENT, OTHER_WORKSPACE, WORKSPACE, SystemCase, in_background

ABSENT = "00000000-0000-4000-8000-00000000dead"
PATH = f"/api/workspaces/{WORKSPACE}/usage"
COUNTS = ("input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens")


class Usage(SystemCase):
    def read(self, user="ada", query="", status=200):
        answer = self.system.request("GET", PATH + query, user=user)
        self.assertEqual(status, answer.status, answer.text)
        return json.loads(answer.text, parse_float=Decimal)

    def sums(self, where):
        """The runs themselves, added up."""
        found, = self.system.database.rows(
            "SELECT count(*) AS runs, " + ", ".join(f"coalesce(sum({c}), 0) AS {c}" for c in COUNTS) +
            f", coalesce(sum(cost_usd), 0)::text AS cost_usd FROM agent_runs WHERE finished_at IS NOT NULL AND {where}")
        return {**found, "cost_usd": Decimal(found["cost_usd"])}

    def added(self, rows):
        return {name: sum((Decimal(r[name]) for r in rows), Decimal(0)) for name in ("runs", *COUNTS, "cost_usd")}

    def test_figures_equal_the_sum_of_the_runs(self):
        self.system.database.execute("DELETE FROM agent_runs")
        turns = [in_background(lambda n=n, u=u: self.system.chat(f"[[say turn {n}]]", user=u)) for n in range(3) for u in ("ada", "max")]
        partial = self.read()  # while they end: no row counts a run in part
        self.assertEqual(self.added(partial["usage"]), {k: Decimal(v) for k, v in partial["totals"].items()})
        done = [turn()[-1] for turn in turns]
        self.assertEqual(["done"] * 6, [e["type"] for e in done])

        page = self.read()
        self.assertEqual(self.sums(f"workspace_id = '{WORKSPACE}'"), page["totals"])
        self.assertEqual(self.added(page["usage"]), page["totals"])
        told = {name: sum(e["usage"][key] for e in done) for name, key in zip(COUNTS, (
            "inputTokens", "outputTokens", "cacheReadTokens", "cacheWriteTokens"))}
        self.assertEqual(told, {name: page["totals"][name] for name in COUNTS})
        self.assertEqual(sum(Decimal(str(e["usage"]["costUsd"])) for e in done), page["totals"]["cost_usd"])
        self.assertEqual((len(page["usage"]), {AGENT}, {"ada@demo.switchboard.local", "max@demo.switchboard.local"}), (
            page["total"], {r["agent_id"] for r in page["usage"]}, {r["user_email"] for r in page["usage"]}))

        # A member who is no admin sees their own, others nothing.
        mine = self.read("max")
        self.assertEqual({"max@demo.switchboard.local"}, {r["user_email"] for r in mine["usage"]})
        self.assertEqual(self.sums("user_id = (SELECT id FROM profiles WHERE email LIKE 'max@%')"), mine["totals"])
        seen = set()
        for workspace in (OTHER_WORKSPACE, ABSENT):
            answer = self.system.request("GET", f"/api/workspaces/{workspace}/usage", user="ada")
            problem = json.loads(answer.text)
            problem.pop("requestId")
            seen.add((answer.status, json.dumps(problem)))
        self.assertEqual([403], [status for status, _ in seen])

        # Days, pages, and what is wrong with a request.
        self.system.database.execute("UPDATE agent_runs SET created_at = created_at - interval '2 days', model = 'older' WHERE id IN "
                                     "(SELECT id FROM agent_runs ORDER BY id LIMIT 2)")
        page = self.read()
        self.assertEqual(self.sums("true"), page["totals"])
        self.assertEqual(sorted((r["day"] for r in page["usage"]), reverse=True), [r["day"] for r in page["usage"]])
        old = page["usage"][-1]["day"]
        of_day = self.read(query=f"?from={old}&to={old}")
        self.assertEqual(({old}, {"older"}, 2), ({r["day"] for r in of_day["usage"]}, {r["model"] for r in of_day["usage"]},
                                                 of_day["totals"]["runs"]))
        self.assertEqual(page["usage"][1:2], self.read(query="?limit=1&offset=1")["usage"])
        for query, field in (("?from=2026-02-30", "from"), ("?to=today", "to"), ("?from=2026-02-02&to=2026-02-01", "from"),
                             ("?from=2020-01-01", "from"), ("?limit=5001", "limit"), ("?from=2026-1-01", "from")):
            bad = self.read(query=query, status=400)
            self.assertEqual(["bad_query", field], [bad["code"], bad["errors"][0]["field"]])


if __name__ == "__main__":
    unittest.main(verbosity=2)
