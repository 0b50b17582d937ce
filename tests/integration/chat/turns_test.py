#!/usr/bin/env python3
"""A turn, end to end: real Postgres, real Claude CLI, real tools, scripted model."""
import json
import unittest

from server_case import AGENT, OTHER_WORKSPACE, SEED_FRAME, WORKSPACE, SystemCase, of_type, text_of


class Turns(SystemCase):
    def test_a_question_is_answered_from_rows_and_everything_is_saved(self):
        with self.system.open_chat("What did I spend on software in March 2026?") as stream:
            self.assertEqual("text/event-stream", stream.headers["Content-Type"])
            self.assertEqual("no-cache, no-transform", stream.headers["Cache-Control"])
            self.assertEqual("no", stream.headers["X-Accel-Buffering"])
            events = stream.all()
        for frame in stream.frames:
            matched = SEED_FRAME.match(frame)
            self.assertTrue(matched, frame)
            self.assertEqual(matched[1], json.loads(matched[2])["type"])
        self.assert_one_good_stream(events)
        self.assertEqual(1, events[0]["seq"])

        starts, results = of_type(events, "tool_start"), of_type(events, "tool_result")
        self.assertEqual({"getSpendingByCategory", "getTransactions"}, {s["toolName"] for s in starts})
        self.assertEqual({"Get Spending By Category", "Get Transactions"}, {s["displayName"] for s in starts})
        self.assertEqual({s["toolCallId"] for s in starts}, {r["toolCallId"] for r in results})
        self.assertTrue(all(r["success"] and r["durationMs"] >= 0 for r in results))
        spent = self.system.database.rows(
            "SELECT -sum(t.amount) AS n FROM transactions t JOIN categories c ON c.id = t.category_id "
            f"WHERE t.workspace_id = '{WORKSPACE}' AND c.name = 'Software' AND t.amount < 0 "
            "AND t.date BETWEEN '2026-03-01' AND '2026-03-31'")[0]["n"]
        self.assertIn(f"${spent:,.2f}", text_of(events))
        self.assertTrue(text_of(events, "reasoning"))
        for kind in ("text", "reasoning"):
            self.assertTrue(of_type(events, kind)[-1]["isComplete"])

        done, session = events[-1], events[0]
        self.assertEqual("done", done["type"])
        messages = self.system.database.rows(
            f"SELECT * FROM agent_messages WHERE conversation_id = '{session['conversationId']}' ORDER BY ordinal")
        self.assertEqual(["user", "assistant"], [m["role"] for m in messages])
        self.assertEqual(done["messageId"], messages[1]["id"])
        # The saved text has an empty line between two blocks.
        self.assertEqual(text_of(events).replace("\n", ""), messages[1]["content"].replace("\n", ""))
        kinds = [p["type"] for p in messages[1]["parts"]]
        self.assertEqual(["reasoning", "text", "tool-call", "tool-call", "text"], kinds)
        self.assertTrue(all(p["state"] == "completed" for p in messages[1]["parts"] if p["type"] == "tool-call"))

        run = self.system.database.rows(f"SELECT * FROM agent_runs WHERE id = '{session['runId']}'")[0]
        usage = done["usage"]
        self.assertEqual("done", run["status"])
        self.assertEqual([usage["inputTokens"], usage["outputTokens"], usage["cacheReadTokens"], usage["cacheWriteTokens"]],
                         [run["input_tokens"], run["output_tokens"], run["cache_read_tokens"], run["cache_write_tokens"]])
        self.assertGreater(usage["outputTokens"], 0)
        cost = (usage["inputTokens"] * 3 + usage["outputTokens"] * 15 + usage["cacheReadTokens"] * 0.3
                + usage["cacheWriteTokens"] * 3.75) / 1e6
        self.assertAlmostEqual(cost, usage["costUsd"], places=6)
        self.assertAlmostEqual(cost, run["cost_usd"], places=6)
        conversation = self.system.database.rows(
            f"SELECT * FROM agent_conversations WHERE id = '{session['conversationId']}'")[0]
        self.assertEqual("What did I spend on software in March 2026?", conversation["title"])
        self.assertEqual(session["sessionId"], conversation["sdk_session_id"])
        self.assertEqual(done["seq"], conversation["last_seq"])
        self.assertEqual(usage["outputTokens"], conversation["total_output_tokens"])

    def test_a_second_message_remembers_the_first_in_the_same_process(self):
        first = self.system.chat("My name is Ada and I like tea")
        second = self.system.chat("What is my name?", conversation=first[0]["conversationId"])
        self.assert_one_good_stream(second)
        self.assertIn("Your name is Ada", text_of(second))
        self.assertEqual(first[0]["sessionId"], second[0]["sessionId"])
        self.assertTrue(second[0]["isResumed"])
        self.assertEqual(first[-1]["seq"] + 1, second[0]["seq"])

    def test_a_tool_that_writes_has_its_effect_in_the_callers_workspace_alone(self):
        count = "SELECT workspace_id, count(*) AS n FROM agent_memories GROUP BY 1 ORDER BY 1"
        before = {r["workspace_id"]: r["n"] for r in self.system.database.rows(count)}
        self.system.chat('[[tool saveMemory {"path":"/memories/test/tea.md","content":"green"}]]')
        after = {r["workspace_id"]: r["n"] for r in self.system.database.rows(count)}
        self.assertEqual(before[WORKSPACE] + 1, after[WORKSPACE])
        self.assertEqual(before.get(OTHER_WORKSPACE), after.get(OTHER_WORKSPACE))

    def test_a_failing_tool_is_a_result_without_success_and_the_turn_goes_on(self):
        events = self.system.chat('[[tool getTransactions {"from":"not a date"}]]')
        result = of_type(events, "tool_result")[0]
        self.assertFalse(result["success"])
        self.assertEqual("done", events[-1]["type"])

    def test_what_is_not_this_users_is_refused_before_the_stream(self):
        theirs = self.system.chat("Hello")[0]["conversationId"]
        cases = [("olga", {}, 403, "forbidden"),
                 ("ada", {"agentId": "5eed0006-0000-4000-8000-000000000004"}, 404, "not_found"),
                 ("ada", {"workspaceId": OTHER_WORKSPACE}, 403, "forbidden"),
                 ("ada", {"conversationId": "00000000-0000-4000-8000-000000000000"}, 404, "not_found"),
                 ("max", {"conversationId": theirs}, 404, "not_found")]
        for user, fields, status, code in cases:
            body = {"message": "hi", "agentId": AGENT, "workspaceId": WORKSPACE, **fields}
            answer = self.system.request("POST", "/api/agent-chat", body, user=user)
            self.assertEqual((status, code), (answer.status, json.loads(answer.text)["code"]), (user, fields))

    def test_the_address_of_the_seeds_rewrite_answers_too(self):
        body = {"message": "Hello", "agentId": AGENT, "workspaceId": WORKSPACE}
        answer = self.system.request("POST", "/agent-chat", body, user="ada")
        self.assertEqual(200, answer.status)
        self.assertIn("event: done", answer.text)

    def test_a_title_is_one_line_cut_at_a_word(self):
        events = self.system.chat("[[say ok]] first\nline   and " + "many words " * 30)
        row = self.system.database.rows(
            f"SELECT title FROM agent_conversations WHERE id = '{events[0]['conversationId']}'")[0]
        self.assertTrue(row["title"].startswith("[[say ok]] first line and many words"))
        self.assertTrue(row["title"].endswith("…"))
        self.assertLessEqual(len(row["title"]), 81)


if __name__ == "__main__":
    unittest.main(verbosity=2)
