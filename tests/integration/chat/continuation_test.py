#!/usr/bin/env python3
"""Conversations that outlive the process that held them."""
import shutil
import unittest

from server_case import SystemCase, of_type, text_of


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

    def test_a_conversation_whose_record_is_lost_starts_anew_and_says_so(self):
        first = self.system.chat("My name is Ada and I like tea")
        self.assertEqual(0, self.system.server.stop())
        shutil.rmtree(self.system.folder / "state/claude/projects")
        self.system.start_server()
        second = self.system.chat("[[say here again]]", conversation=first[0]["conversationId"])
        self.assert_one_good_stream(second)
        self.assertEqual("done", second[-1]["type"], second[-1])
        self.assertIn("restored", [e["status"] for e in of_type(second, "status")])
        third = self.system.chat("[[say and again]]", conversation=first[0]["conversationId"])
        self.assertEqual("done", third[-1]["type"], third[-1])
        self.assertNotIn("restored", [e["status"] for e in of_type(third, "status")])

    def test_a_server_that_was_killed_leaves_no_run_unfinished_and_the_conversation_free(self):
        with self.system.open_chat("[[slow n=500 ms=20]]") as stream:
            head = stream.until("text")
            self.system.server.process.kill()
            self.system.server.process.wait()
        self.system.server.out.close()
        self.system.start_server()
        self.assert_nothing_left()
        run = self.system.database.rows(f"SELECT status, error_code FROM agent_runs WHERE id = '{head[0]['runId']}'")[0]
        self.assertEqual({"status": "failed", "error_code": "server_restart"}, run)
        again = self.system.chat("[[say free]]", conversation=head[0]["conversationId"])
        self.assertEqual("done", again[-1]["type"], again[-1])


if __name__ == "__main__":
    unittest.main(verbosity=2)
