#!/usr/bin/env python3
"""Tools that ask before they run: the real CLI asks, the user answers over HTTP, Postgres remembers."""
import json
import signal
import unittest
import uuid

from server_case import AGENT, OTHER_WORKSPACE, WORKSPACE, Stream, System, SystemCase, of_type, wait_for

UNKNOWN = "00000000-0000-4000-8000-000000000000"


class ApprovalCase(SystemCase):
    def make_budget(self):
        """A budget of its own to delete."""
        name = "test " + uuid.uuid4().hex[:8]
        category = f"INSERT INTO categories (workspace_id, name, kind) VALUES ('{WORKSPACE}', '{name}', 'expense') RETURNING id"
        self.system.database.execute(f"WITH c AS ({category}) INSERT INTO budgets (workspace_id, category_id, name, amount, starts_on)"
                                     f" SELECT '{WORKSPACE}', id, '{name}', 10, '2026-01-01' FROM c")
        return self.system.database.rows(f"SELECT id FROM budgets WHERE name = '{name}'")[0]["id"]

    def exists(self, budget):
        return bool(self.system.database.rows(f"SELECT id FROM budgets WHERE id = '{budget}'"))

    def row(self, approval):
        return self.system.database.rows(f"SELECT * FROM agent_approvals WHERE id = '{approval}'")[0]

    def calls(self, run):
        return self.system.database.rows(f"SELECT * FROM tool_calls WHERE run_id = '{run}' ORDER BY created_at")

    def answer(self, run, approval, decision, user="ada", **fields):
        got = self.system.request("POST", f"/api/agent-runs/{run}/approvals/{approval}", {"decision": decision, **fields}, user=user)
        got.body = json.loads(got.text)
        return got

    def get(self, path, user="ada"):
        got = self.system.request("GET", path, user=user)
        got.body = json.loads(got.text)
        return got

    def put_policy(self, behavior, pattern, **fields):
        path = f"/api/workspaces/{WORKSPACE}/tool-policies"
        got = self.system.request("PUT", path, {"tool_pattern": pattern, "behavior": behavior, **fields}, user="ada")
        self.assertEqual(200, got.status, got.text)
        policy = json.loads(got.text)["id"]
        self.addCleanup(lambda: self.assertIn(self.system.request("DELETE", f"{path}/{policy}", user="ada").status, (200, 404)))

    @staticmethod
    def delete_call(budget):
        return f'[[tool deleteBudget {{"budgetId":"{budget}"}}]]'


class Approvals(ApprovalCase):
    def test_a_tool_that_destroys_asks_first_and_runs_when_it_is_allowed(self):
        budget = self.make_budget()
        with self.system.open_chat(self.delete_call(budget)) as stream:
            events = stream.until("permission_request")
            run, asked = events[0]["runId"], events[-1]
            start = of_type(events, "tool_start")[0]
            self.assertLess(start["seq"], asked["seq"])
            self.assertEqual(("deleteBudget", "Delete Budget", start["toolCallId"], {"budgetId": budget}),
                             (asked["toolName"], asked["displayName"], asked["toolCallId"], asked["args"]))
            self.assertTrue(asked["reason"])
            self.assertTrue(self.exists(budget))
            for listed in (self.get(f"/api/agent-runs/{run}/approvals"), self.get(f"/api/agent-approvals?workspaceId={WORKSPACE}")):
                mine = [a for a in listed.body["approvals"] if a["approvalId"] == asked["approvalId"]]
                self.assertEqual([(None, run, start["toolCallId"])], [(a["decision"], a["runId"], a["toolCallId"]) for a in mine])
            self.assertEqual(200, self.answer(run, asked["approvalId"], "allow").status)
            rest = stream.all()
        ada = self.get("/api/me").body["id"]
        resolved = of_type(rest, "permission_resolved")
        self.assertEqual([(asked["approvalId"], "allow", ada)], [(r["approvalId"], r["decision"], r["decidedBy"]) for r in resolved])
        self.assertTrue(of_type(rest, "tool_result")[0]["success"])
        self.assertEqual("done", rest[-1]["type"])
        self.assert_one_good_stream(events + rest)
        self.assertFalse(self.exists(budget))
        self.assertEqual(["ok"], [c["outcome"] for c in self.calls(run)])
        # Kept until the CLI has acted on it.
        self.assertEqual(("allow", ada), (self.row(asked["approvalId"])["decision"], self.row(asked["approvalId"])["decided_by"]))
        self.assertIsNotNone(self.row(asked["approvalId"])["acknowledged_at"])
        late = self.answer(run, asked["approvalId"], "deny")
        self.assertEqual((409, "already_resolved", "allow"), (late.status, late.body["code"], late.body["decision"]))
        self.assertEqual(0, self.get(f"/api/agent-approvals?workspaceId={WORKSPACE}").body["total"])

    def test_a_denied_call_does_not_run_and_the_agent_hears_why(self):
        budget = self.make_budget()
        with self.system.open_chat(self.delete_call(budget)) as stream:
            events = stream.until("permission_request")
            run, asked = events[0]["runId"], events[-1]
            self.assertEqual(200, self.answer(run, asked["approvalId"], "deny", message="not this one").status)
            rest = stream.all()
        self.assertEqual(["deny"], [r["decision"] for r in of_type(rest, "permission_resolved")])
        result = of_type(rest, "tool_result")[0]
        self.assertFalse(result["success"])
        self.assertIn("not this one", json.dumps(result["result"]))
        self.assertEqual("done", rest[-1]["type"])
        self.assertTrue(self.exists(budget))
        self.assertEqual([], self.calls(run))

    def test_only_the_conversations_user_may_answer(self):
        with self.system.open_chat(self.delete_call(self.make_budget())) as stream:
            events = stream.until("permission_request")
            run, approval = events[0]["runId"], events[-1]["approvalId"]
            for user, the_run, the_approval in (("max", run, approval), ("olga", run, approval), ("ada", UNKNOWN, approval),
                                                ("ada", run, UNKNOWN), ("ada", run, "x")):
                got = self.answer(the_run, the_approval, "allow", user=user)
                self.assertEqual((404, "not_found"), (got.status, got.body["code"]), (user, the_run, the_approval))
            self.assertEqual(404, self.get(f"/api/agent-runs/{run}/approvals", user="max").status)
            self.assertEqual(0, self.get(f"/api/agent-approvals?workspaceId={WORKSPACE}", user="max").body["total"])
            self.assertEqual(403, self.get(f"/api/agent-approvals?workspaceId={OTHER_WORKSPACE}").status)
            wrong = self.system.request("POST", f"/api/agent-runs/{run}/approvals/{approval}",
                                        {"decision": "maybe", "remember": 1}, user="ada")
            self.assertEqual(["decision", "remember"], [e["field"] for e in json.loads(wrong.text)["errors"]])
            self.assertIsNone(self.row(approval)["decision"])
            self.assertEqual(200, self.answer(run, approval, "deny").status)
            stream.all()

    def test_what_is_remembered_is_not_asked_again(self):
        first, second = self.make_budget(), self.make_budget()
        with self.system.open_chat(self.delete_call(first)) as stream:
            events = stream.until("permission_request")
            self.assertEqual(200, self.answer(events[0]["runId"], events[-1]["approvalId"], "allow", remember=True).status)
            stream.all()
        self.addCleanup(lambda: self.system.database.execute("DELETE FROM agent_permission_rules WHERE tool_name = 'deleteBudget'"))
        events = self.system.chat(self.delete_call(second), conversation=events[0]["conversationId"])
        self.assertEqual([], of_type(events, "permission_request"))
        self.assertEqual([True], [r["success"] for r in of_type(events, "tool_result")])
        self.assertFalse(self.exists(first) or self.exists(second))

    def test_a_question_outlives_its_stream_and_is_answered_from_another_device(self):
        budget = self.make_budget()
        with self.system.open_chat(self.delete_call(budget)) as stream:
            events = stream.until("permission_request")
        run = events[0]["runId"]
        headers = {"Authorization": f"Bearer {self.system.token('ada')}"}
        with Stream(self.system, "GET", f"/api/agent-runs/{run}/events", headers=headers) as again:
            self.assertEqual(events, again.until("permission_request"))
            self.assertEqual(200, self.answer(run, events[-1]["approvalId"], "allow").status)
            rest = again.all()
        self.assertEqual("done", rest[-1]["type"])
        self.assertFalse(self.exists(budget))
        with Stream(self.system, "GET", f"/api/agent-runs/{run}/events", headers=headers) as replayed:
            kinds = [e["type"] for e in replayed.all()]
        self.assertLess(kinds.index("permission_request"), kinds.index("permission_resolved"))

    def test_calls_of_one_turn_are_each_asked_about(self):
        kept, deleted = self.make_budget(), self.make_budget()
        decisions = {kept: "deny", deleted: "allow"}
        with self.system.open_chat(self.delete_call(kept) + self.delete_call(deleted)) as stream:
            events = []
            for _ in decisions:  # what changes something the CLI does one by one
                events += stream.until("permission_request")
                asked = events[-1]
                answered = self.answer(events[0]["runId"], asked["approvalId"], decisions[asked["args"]["budgetId"]])
                self.assertEqual(200, answered.status, answered.text)
            events += stream.all()
        self.assert_one_good_stream(events)
        self.assertEqual({"allow", "deny"}, {r["decision"] for r in of_type(events, "permission_resolved")})
        self.assertEqual([True, False], sorted((r["success"] for r in of_type(events, "tool_result")), reverse=True))
        self.assertEqual((True, False), (self.exists(kept), self.exists(deleted)))

    def test_questions_that_wait_side_by_side_are_answered_in_any_order(self):
        self.put_policy("ask", "finance.get*")
        with self.system.open_chat("[[tool getBudgets {}]][[tool getCategories {}]]") as stream:
            events = stream.until("permission_request") + stream.until("permission_request")
            run, asked = events[0]["runId"], of_type(events, "permission_request")
            self.assertEqual({"getBudgets", "getCategories"}, {a["toolName"] for a in asked})
            self.assertEqual(200, self.answer(run, asked[1]["approvalId"], "allow").status)
            self.assertEqual(200, self.answer(run, asked[0]["approvalId"], "deny").status)
            events += stream.all()
        self.assert_one_good_stream(events)
        results = {r["toolCallId"]: r["success"] for r in of_type(events, "tool_result")}
        self.assertEqual({asked[0]["toolCallId"]: False, asked[1]["toolCallId"]: True}, results)

    def test_a_run_that_waits_for_an_answer_can_be_cancelled(self):
        budget = self.make_budget()
        with self.system.open_chat(self.delete_call(budget)) as stream:
            events = stream.until("permission_request")
            run, approval = events[0]["runId"], events[-1]["approvalId"]
            self.assertEqual(200, self.system.request("POST", f"/api/agent-runs/{run}/cancel", user="ada").status)
            rest = stream.all()
        self.assertEqual(("done", "cancelled"), (rest[-1]["type"], rest[-1]["stopReason"]))
        self.assertEqual(["expired"], [r["decision"] for r in of_type(rest, "permission_resolved")])
        self.assert_one_good_stream(events + rest)
        self.assertEqual("expired", self.row(approval)["decision"])
        late = self.answer(run, approval, "allow")
        self.assertEqual((409, "already_resolved", "expired"), (late.status, late.body["code"], late.body["decision"]))
        self.assertTrue(self.exists(budget))

    def test_a_server_that_is_killed_leaves_no_question_open(self):
        with self.system.open_chat(self.delete_call(self.make_budget())) as stream:
            events = stream.until("permission_request")
            run, approval = events[0]["runId"], events[-1]["approvalId"]
            self.system.server.stop(signal.SIGKILL)
        self.system.start_server()
        wait_for(lambda: self.row(approval)["decision"], "the question to be closed")
        late = self.answer(run, approval, "allow")
        self.assertEqual((409, "already_resolved"), (late.status, late.body["code"]))


class Policies(ApprovalCase):
    def test_the_role_decides_who_is_asked(self):
        budget = self.make_budget()
        change = f'[[tool updateBudget {{"budgetId":"{budget}","amount":%d}}]]'
        self.assertEqual([], of_type(self.system.chat(change % 20), "permission_request"))
        with self.system.open_chat(change % 30, user="max") as stream:  # the demo's rule for members
            events = stream.until("permission_request")
            self.assertEqual(200, self.answer(events[0]["runId"], events[-1]["approvalId"], "deny", user="max").status)
            stream.all()
        amount = self.system.database.rows(f"SELECT amount::int AS n FROM budgets WHERE id = '{budget}'")[0]["n"]
        self.assertEqual(20, amount)

    def test_what_only_reads_runs_unasked_unless_the_workspace_asks(self):
        self.assertEqual([], of_type(self.system.chat("[[tool getBudgets {}]]"), "permission_request"))
        self.put_policy("ask", "finance.getBudgets", agent_id=AGENT)
        with self.system.open_chat("[[tool getBudgets {}]]") as stream:
            events = stream.until("permission_request")
            self.assertEqual(200, self.answer(events[0]["runId"], events[-1]["approvalId"], "allow").status)
            self.assertTrue(of_type(stream.all(), "tool_result")[0]["success"])

    def test_a_rule_may_let_a_tool_run_unasked(self):
        self.put_policy("allow", "delete*")
        budget = self.make_budget()
        self.assertEqual([], of_type(self.system.chat(self.delete_call(budget)), "permission_request"))
        self.assertFalse(self.exists(budget))

    def test_a_denied_tool_is_not_offered_and_does_not_run(self):
        self.put_policy("deny", "deleteBudget", role="owner")
        budget = self.make_budget()
        events = self.system.chat(self.delete_call(budget))
        self.assertEqual([], of_type(events, "permission_request"))
        self.assertTrue(all(not r["success"] for r in of_type(events, "tool_result")))
        self.assertTrue(self.exists(budget))

    def test_bypassing_agents_still_ask_where_the_workspace_says_so(self):
        self.system.database.execute(f"UPDATE agents SET permission_mode = 'bypassPermissions' WHERE id = '{AGENT}'")
        self.addCleanup(lambda: self.system.database.execute(f"UPDATE agents SET permission_mode = NULL WHERE id = '{AGENT}'"))
        budget = self.make_budget()
        self.assertEqual([], of_type(self.system.chat(self.delete_call(budget)), "permission_request"))
        self.assertFalse(self.exists(budget))
        self.put_policy("ask", "deleteBudget")
        with self.system.open_chat(self.delete_call(self.make_budget())) as stream:
            events = stream.until("permission_request")
            self.assertEqual(200, self.answer(events[0]["runId"], events[-1]["approvalId"], "deny").status)
            stream.all()

    def test_rules_are_the_admins_to_lay_down_and_the_members_to_read(self):
        path = f"/api/workspaces/{WORKSPACE}/tool-policies"
        self.put_policy("ask", "crm.*")
        self.put_policy("deny", "crm.*")  # replaces it
        listed = self.get(path, user="max").body
        self.assertEqual(["deny"], [p["behavior"] for p in listed["policies"] if p["tool_pattern"] == "crm.*"])
        rule = {"tool_pattern": "crm.*", "behavior": "allow"}
        self.assertEqual(403, self.system.request("PUT", path, rule, user="max").status)
        self.assertEqual(403, self.system.request("PUT", path, rule, user="olga").status)
        self.assertEqual(403, self.get(path, user="olga").status)
        wrong = self.system.request("PUT", path, {"tool_pattern": "a.b.c", "behavior": "run", "role": "boss"}, user="ada")
        self.assertEqual(["role", "tool_pattern", "behavior"], [e["field"] for e in json.loads(wrong.text)["errors"]])
        other = "5eed0006-0000-4000-8000-000000000004"  # an agent of the other workspace
        self.assertEqual(404, self.system.request("PUT", path, {**rule, "agent_id": other}, user="ada").status)
        self.assertEqual(404, self.system.request("DELETE", f"{path}/{UNKNOWN}", user="ada").status)
        self.assertEqual(403, self.system.request("DELETE", f"{path}/{UNKNOWN}", user="max").status)


class Audit(ApprovalCase):
    def page(self, user="ada", **query):
        words = "&".join(f"{k}={v}" for k, v in query.items())
        return self.get(f"/api/workspaces/{WORKSPACE}/tool-calls?{words}", user=user)

    def test_admins_read_who_called_what_and_how_it_ended(self):
        run = self.system.chat("[[tool getBudgets {}]] [[tool getTransactions {\"limit\":\"many\"}]]", user="max")[0]["runId"]
        page = self.page(runId=run)
        self.assertEqual(200, page.status)
        self.assertEqual({("getBudgets", "ok", True), ("getTransactions", "error", False)},
                         {(c["tool_name"], c["outcome"], c["success"]) for c in page.body["tool_calls"]})
        for call in page.body["tool_calls"]:
            self.assertEqual(("Ledger", "max@"), (call["agent_name"], call["user_email"][:4]))
            self.assertGreater(call["result_bytes"], 0)
            self.assertGreaterEqual(call["duration_ms"], 0)
        self.assertEqual([{"limit": "[invalid]"}], [c["args"] for c in page.body["tool_calls"] if not c["success"]])
        self.assertEqual(1, self.page(runId=run, outcome="error").body["total"])
        self.assertEqual(1, self.page(runId=run, toolName="getBudgets").body["total"])

    def test_pages_follow_one_another_newest_first(self):
        run = self.system.chat("[[tool getBudgets {}]][[repeat n=5]]")[0]["runId"]
        whole = self.page(runId=run).body
        self.assertEqual(5, whole["total"])
        read, before = [], {}
        while True:
            page = self.page(runId=run, limit=2, **before).body["tool_calls"]
            if not page:
                break
            read += page
            before = {"before": page[-1]["id"]}
        self.assertEqual(whole["tool_calls"], read)
        self.assertEqual(sorted((c["created_at"] for c in read), reverse=True), [c["created_at"] for c in read])

    def test_it_is_for_admins_alone(self):
        self.assertEqual((403, "forbidden"), (self.page(user="max").status, self.page(user="max").body["code"]))
        self.assertEqual(403, self.page(user="olga").status)
        self.assertEqual(400, self.page(limit=201, outcome="fine").status)


class Silence(unittest.TestCase):
    def test_silence_is_a_denial(self):
        system = System(approvalLimitSeconds=1)
        try:
            budget = system.database.rows(f"SELECT id FROM budgets WHERE workspace_id = '{WORKSPACE}'")[0]["id"]
            events = system.chat(ApprovalCase.delete_call(budget))
            self.assertEqual([("expired", "")], [(e["decision"], e["decidedBy"]) for e in of_type(events, "permission_resolved")])
            self.assertFalse(of_type(events, "tool_result")[0]["success"])
            self.assertEqual("done", events[-1]["type"])
            self.assertEqual(["expired"], [r["decision"] for r in system.database.rows("SELECT decision FROM agent_approvals")])
            self.assertTrue(system.database.rows(f"SELECT id FROM budgets WHERE id = '{budget}'"))
        finally:
            system.close()


if __name__ == "__main__":
    unittest.main(verbosity=2)
