#!/usr/bin/env python3
"""The real Claude CLI (CLAUDE_CLI_PATH) against the scripted model: it must not be able to tell the difference."""
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from model_case import PATIENCE, ModelCase, Session, claude, environment

SPENDING = {"rows": [{"category": "Payroll", "spent": 31376, "currency": "USD", "transactions": 2, "sharePercent": 94.1},
                     {"category": "Software", "spent": 1643.64, "currency": "USD", "transactions": 2, "sharePercent": 5.9}],
            "rowCount": 2}
TRANSACTIONS = {"rows": [{"date": "2026-03-02", "merchant": "Figma", "description": "8 editors", "amount": -360.0,
                          "currency": "USD", "category": "Software", "account": "Company Card"},
                         {"date": "2026-03-03", "merchant": "Adobe", "description": None, "amount": "-1283.64",
                          "currency": "USD", "category": "Software", "account": "Company Card"}], "rowCount": 2}
FINANCE = {"getSpendingByCategory": SPENDING, "getTransactions": TRANSACTIONS}


class PrintMode(ModelCase):
    def test_prints_an_answer(self):
        folder = Path(tempfile.mkdtemp(prefix="scripted-model-cli-"))
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        done = subprocess.run([claude(), "-p", "What can you do?", "--setting-sources=", "--strict-mcp-config", "--tools", "",
                               "--model", "claude-sonnet-4-5"], cwd=folder, env=environment(self.model, folder),
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE)
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        self.assertIn("offline scripted model", done.stdout)
        self.assertIn("What did I spend on software in March?", done.stdout)


class Conversation(ModelCase):
    def test_answers_from_the_rows_that_two_parallel_tools_return(self):
        with Session(self.model, FINANCE) as session:
            done = session.turn("What did I spend on software in March 2026?")
            self.assertFalse(done["is_error"], done)
            march = {"from": "2026-03-01", "to": "2026-03-31"}
            self.assertCountEqual([("getSpendingByCategory", march),
                                   ("getTransactions", {**march, "category": "software", "direction": "out", "limit": 100})],
                                  session.calls)
            self.assertIn("You spent $1,643.64 on Software in March 2026", done["text"])
            self.assertIn("Mar 3: Adobe, $1,283.64", done["text"])
            self.assertIn("offline scripted model", done["text"])
            self.assertIn("software", done["thinking"])
            self.assertEqual(2, done["num_turns"] - 1)
            self.assertGreater(done["usage"]["output_tokens"], 20)
            self.assertGreater(done["usage"]["cache_read_input_tokens"], 0)

            follow_up = session.turn("And in April 2026?")
            self.assertEqual("2026-04-01", session.calls[-1][1]["from"])
            self.assertIn("on Software in April 2026", follow_up["text"])

    def test_remembers_the_conversation(self):
        with Session(self.model) as session:
            session.turn("Hi, my name is Ada.")
            self.assertIn("Your name is Ada", session.turn("What is my name?")["text"])
            self.assertIn("my name is Ada", session.turn("What did I ask before?")["text"])

    def test_says_so_when_a_tool_is_missing_or_fails(self):
        with Session(self.model) as session:
            self.assertIn("getSpendingByCategory and getTransactions", session.turn("What did I spend on rent in May?")["text"])
        with Session(self.model, {**FINANCE, "getTransactions": ValueError("the books are closed")}) as session:
            done = session.turn("What did I spend on rent in May?")
            self.assertFalse(done["is_error"])
            self.assertIn('getTransactions answered "the books are closed"', done["text"])

    def test_markers_call_tools_in_parallel_and_in_turn(self):
        with Session(self.model, FINANCE) as session:
            session.turn('[[tool getTransactions {"limit": 1}]][[tool getTransactions {"limit": 2}]][[then]]'
                         '[[tool getSpendingByCategory {"note": "ä \\" [[x]]"}]]')
            self.assertEqual(3, len(session.calls))
            self.assertEqual(("getSpendingByCategory", {"note": 'ä " [[x]]'}), session.calls[-1])

    def test_turns_run_out(self):
        with Session(self.model, FINANCE, max_turns=3) as session:
            done = session.turn("[[tool getTransactions]][[repeat n=20]]")
            self.assertEqual("error_max_turns", done["subtype"])
            self.assertLessEqual(len(session.calls), 3)


class Failures(ModelCase):
    def test_overload_is_retried_and_then_answered(self):
        with Session(self.model, retries=4) as session:
            done = session.turn("[[error 529 times=2]][[say at last]]")
            self.assertEqual([529, 529], done["retries"])
            self.assertEqual(("at last", False), (done["text"], done["is_error"]))

    def test_errors_end_the_turn_with_their_status(self):
        with Session(self.model) as session:
            for status in [401, 429, 500, 529]:
                done = session.turn(f"[[error {status}]]")
                self.assertTrue(done["is_error"], done)
                self.assertEqual(status, done["api_error_status"])
            self.assertEqual("still here", session.turn("[[say still here]]")["text"])

    def test_a_cut_stream_and_garbage_are_errors(self):
        with Session(self.model) as session:
            for marker in ["[[long n=30]][[cut after=9]]", "[[garbage]]", "[[garbage stream]] hello",
                           "[[long n=30]][[overloaded after=9]]"]:
                self.assertTrue(session.turn(marker)["is_error"], marker)

    def test_a_stream_that_hangs_can_be_interrupted(self):
        with Session(self.model) as session:
            done = session.turn("[[long n=30]][[hang after=5]]", interrupt_after="word5 ")
            self.assertTrue(done["is_error"])
            self.assertEqual("aborted_streaming", done["terminal_reason"])
            self.assertIn("word5", done["text"])
            self.assertEqual("next", session.turn("[[say next]]")["text"])


if __name__ == "__main__":
    unittest.main()
