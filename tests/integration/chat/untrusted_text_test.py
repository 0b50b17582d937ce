#!/usr/bin/env python3
"""What a user writes is text for the model. The CLI reads prompts for orders (/…) and files to show (@…); from us it gets neither."""
import tempfile
import unittest

from server_case import SystemCase, text_of

SECRET = "the-contents-of-a-file-of-the-server"


class UntrustedText(SystemCase):
    def transcripts(self):
        return "".join(f.read_text() for f in (self.system.folder / "state/claude/projects").rglob("*.jsonl"))

    def test_a_file_that_a_message_names_is_not_read(self):
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
            file.write(SECRET)
            file.flush()
            for message in (f"@{file.name} [[say one]]", f"look at @{file.name} [[say two]]", f'see @"{file.name}" [[say three]]'):
                self.assertEqual("done", self.system.chat(message)[-1]["type"])
        said = self.transcripts()
        self.assertIn(file.name, said)
        self.assertNotIn(SECRET, said)

    def test_a_message_that_looks_like_an_order_is_answered_by_the_model(self):
        first = self.system.chat("[[say begin]]")
        conversation = first[0]["conversationId"]
        for order in ("/model opus", "/clear", "/compact", "/cost", "/help", "/exit", " /model opus", "\t/clear", "\n/clear", "!ls", "#note"):
            with self.subTest(order):
                events = self.system.chat(f"{order} [[say answered]]", conversation=conversation)
                self.assertEqual(("done", "answered"), (events[-1]["type"], text_of(events).strip()))
                self.assertEqual(first[-1].get("model"), events[-1].get("model"))
        self.assertNotIn("<command-name>", self.transcripts())


if __name__ == "__main__":
    unittest.main(verbosity=2)
