#!/usr/bin/env python3
"""Conversations that outlive the process that held them."""
import json
import os
import shutil
import unittest

from server_case import Stream, SystemCase, of_type, text_of


class Continuation(SystemCase):
    def test_a_conversation_goes_on_by_resume_after_the_server_was_restarted(self):
        first = self.system.chat("My name is Ada and I like tea")
        self.assertEqual(0, self.system.server.stop())
        self.system.start_server()
        second = self.system.chat("What is my name?", conversation=first[0]["conversationId"])
        self.assert_one_good_stream(second)
        self.assertTrue(second[0]["isResumed"])
        self.assertEqual(first[0]["sessionId"], second[0]["sessionId"])
        self.assertIn("Your name is Ada", text_of(second))

    def forget_files(self):
        """What a new machine does not have: the CLI's own files."""
        self.assertEqual(0, self.system.server.stop())
        shutil.rmtree(self.system.folder / "state/claude/projects", ignore_errors=True)
        self.system.start_server()

    def stored(self, conversation):
        return [row["entry"] for row in self.system.database.rows(
            f"SELECT entry FROM agent_session_entries WHERE conversation_id = '{conversation}' ORDER BY ordinal")]

    def test_a_session_goes_on_on_a_machine_that_has_never_seen_it(self):
        first = self.system.chat("My name is Ada and I like tea")
        conversation = first[0]["conversationId"]
        self.system.chat("[[tool getAccounts {}]]", conversation=conversation)
        for _ in range(2):
            self.forget_files()
            again = self.system.chat("What is my name?", conversation=conversation)
            self.assert_one_good_stream(again)
            self.assertEqual((True, first[0]["sessionId"]), (again[0]["isResumed"], again[0]["sessionId"]))
            self.assertIn("Your name is Ada", text_of(again))
            self.assertEqual([], [e for e in of_type(again, "status") if "detail" in e])
        chain = [e for e in self.stored(conversation) if "uuid" in e]
        self.assertEqual(len(chain), len({e["uuid"] for e in chain}), "an entry was stored twice")
        self.assertEqual(1, len([e for e in chain if e["parentUuid"] is None]), "the history has one beginning")
        self.assertEqual(4, len([e for e in chain if e["type"] == "user" and isinstance(e["message"]["content"], str)]))
        self.assertEqual([], [e["type"] for e in self.stored(conversation) if e["type"].startswith("api-request")])

    def test_a_turn_that_was_stopped_is_remembered_elsewhere(self):
        with self.system.open_chat("My name is Ada [[slow n=500 ms=20]]") as stream:
            head = stream.until("text")
            self.system.request("POST", f"/api/agent-runs/{head[0]['runId']}/cancel", user="ada")
            events = head + stream.all()
        self.assertEqual("cancelled", events[-1].get("code") or events[-1].get("stopReason"))
        self.forget_files()
        again = self.system.chat("What did I ask?", conversation=head[0]["conversationId"])
        self.assertTrue(again[0]["isResumed"])
        self.assertIn("My name is Ada", json.dumps(self.stored(head[0]["conversationId"])))

    def test_a_conversation_whose_record_is_lost_starts_anew_and_says_so(self):
        first = self.system.chat("My name is Ada and I like tea")
        conversation = first[0]["conversationId"]
        self.system.database.execute(f"DELETE FROM agent_session_entries WHERE conversation_id = '{conversation}'")
        self.forget_files()
        second = self.system.chat("[[say here again]]", conversation=conversation)
        self.assert_one_good_stream(second)
        self.assertEqual("done", second[-1]["type"], second[-1])
        told = [e for e in of_type(second, "status") if "lost" in e.get("detail", "")]
        self.assertEqual(["starting"], [e["status"] for e in told])
        self.assertIs(False, told[0]["isResumed"])
        self.assertEqual({self.session(conversation)}, self.stored_sessions(conversation))
        third = self.system.chat("[[say and again]]", conversation=conversation)
        self.assertEqual("done", third[-1]["type"], third[-1])
        self.assertEqual(told[0]["sessionId"], third[0]["sessionId"])
        self.assertFalse([e for e in of_type(third, "status") if "detail" in e])

    def events(self, path, after):
        with Stream(self.system, "GET", f"/api/{path}/events", *self.system._with(None, {"Last-Event-ID": str(after)}, "ada",
                                                                                  None)) as stream:
            return stream.until("error")

    def test_a_stored_record_that_is_damaged_is_not_gone_on_from(self):
        first = self.system.chat("My name is Ada and I like tea")
        conversation = first[0]["conversationId"]
        self.system.database.execute(f"UPDATE agent_session_entries SET entry = '[]' WHERE conversation_id = '{conversation}'")
        self.forget_files()
        second = self.system.chat("[[say here again]]", conversation=conversation)
        self.assertEqual("done", second[-1]["type"], second[-1])
        self.assertIn("starting", [e["status"] for e in of_type(second, "status") if "lost" in e.get("detail", "")])

    def test_a_deleted_conversation_leaves_no_session(self):
        first = self.system.chat("My name is Ada and I like tea")
        conversation = first[0]["conversationId"]
        self.assertTrue(self.stored(conversation))
        self.assertEqual(204, self.system.request("DELETE", f"/api/agent-conversations/{conversation}", user="ada").status)
        self.assertEqual([], self.stored(conversation))

    def session(self, conversation):
        return self.system.database.rows(f"SELECT sdk_session_id FROM agent_conversations WHERE id = '{conversation}'")[0]["sdk_session_id"]

    def stored_sessions(self, conversation):
        return {row["session_id"] for row in self.system.database.rows(
            f"SELECT DISTINCT session_id FROM agent_session_entries WHERE conversation_id = '{conversation}'")}

    def test_a_server_that_was_killed_leaves_no_run_unfinished_and_the_conversation_free(self):
        with self.system.open_chat("[[slow n=500 ms=20]]") as stream:
            head = stream.until("text") + [stream.next() for _ in range(5)]
            self.system.server.process.kill()
            self.system.server.process.wait()
        self.system.server.out.close()
        self.system.start_server()
        self.assert_nothing_left()
        # Readers who come back with what they saw find an honest end, above it; no number is given again.
        end = self.events(f"agent-runs/{head[0]['runId']}", head[-1]["seq"])
        self.assertEqual(["server_restart"], [e["code"] for e in end])
        self.assertGreater(end[0]["seq"], head[-1]["seq"])
        self.assertEqual(end, self.events(f"agent-conversations/{head[0]['conversationId']}", head[-1]["seq"]))
        run = self.system.database.rows(f"SELECT status, error_code FROM agent_runs WHERE id = '{head[0]['runId']}'")[0]
        self.assertEqual({"status": "failed", "error_code": "server_restart"}, run)
        again = self.system.chat("[[say free]]", conversation=head[0]["conversationId"])
        self.assertEqual("done", again[-1]["type"], again[-1])
        self.assertEqual(end[0]["seq"] + 1, again[0]["seq"])
        self.assert_one_good_stream(again)

    def test_a_compacted_session_keeps_its_summary_alone_and_goes_on_elsewhere(self):
        cli = self.system.folder / "claude-with-little-room"
        cli.write_text("#!/bin/sh\nexport CLAUDE_AUTOCOMPACT_PCT_OVERRIDE=5 CLAUDE_CODE_AUTO_COMPACT_WINDOW=20000\n"
                       f"exec '{os.environ['CLAUDE_CLI_PATH']}' \"$@\"\n")
        cli.chmod(0o755)
        self.system.settings["claudeCliPath"] = str(cli)
        self.addCleanup(self.system.settings.pop, "claudeCliPath")
        self.forget_files()
        first = self.system.chat("My name is Ada and I like tea")
        conversation = first[0]["conversationId"]
        self.system.chat("[[say so much]] [[full n=150000]]", conversation=conversation)
        third = self.system.chat("[[say after it]]", conversation=conversation)
        self.assertIn("compacting", [e["status"] for e in of_type(third, "status")])
        kept = self.stored(conversation)
        self.assertEqual("compact_boundary", kept[0].get("subtype"))
        self.assertNotIn("I like tea", json.dumps([e for e in kept if e["type"] == "assistant"]))
        self.forget_files()
        again = self.system.chat("[[say still here]]", conversation=conversation)
        self.assertEqual((True, first[0]["sessionId"], "done"), (again[0]["isResumed"], again[0]["sessionId"], again[-1]["type"]))
        self.assertEqual([], [e for e in of_type(again, "status") if "detail" in e])
        roots = [e for e in self.stored(conversation) if "uuid" in e and e["parentUuid"] is None]
        self.assertEqual(["compact_boundary"], [e.get("subtype") for e in roots])


if __name__ == "__main__":
    unittest.main(verbosity=2)
