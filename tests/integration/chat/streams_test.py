#!/usr/bin/env python3
"""Runs and their readers: leaving, coming back, cancelling, queueing, repeating."""
import json
import time
import unittest
import uuid

from server_case import AGENT, WORKSPACE, Stream, SystemCase, in_background, of_type, text_of, wait_for


class Streams(SystemCase):
    settings = {"heartbeatMs": 300}

    def events_of(self, run, user="ada", after=None, headers=None):
        path = f"/api/agent-runs/{run}/events" + (f"?after={after}" if after is not None else "")
        return Stream(self.system, "GET", path, *self.system._with(None, headers, user, None))

    def test_a_run_goes_on_when_its_client_leaves_and_another_reader_misses_nothing(self):
        with self.system.open_chat("[[slow n=30 ms=30]]") as stream:
            head = stream.until("text")
        run = head[0]["runId"]
        with self.events_of(run) as second:
            events = second.all()
            self.assertTrue(second.frames[0].startswith("retry: 1000"))
            self.assertTrue(all(f.startswith("id: ") for f in second.frames if "event:" in f))
        self.assert_one_good_stream(events)
        self.assertEqual(head, events[:len(head)])
        self.assertEqual("done", events[-1]["type"])

    def test_a_reader_that_comes_back_in_the_middle_of_a_saved_block_gets_just_the_rest(self):
        live = self.system.chat("[[think n=5]] [[slow n=12 ms=1]]")
        run = live[0]["runId"]
        for after in range(live[0]["seq"] - 1, live[-1]["seq"] + 1, 3):
            with self.events_of(run, headers={"Last-Event-ID": str(after)}) as stream:
                replayed = stream.all()
            for kind in ("text", "reasoning"):
                self.assertEqual(text_of([e for e in live if e["seq"] > after], kind), text_of(replayed, kind), after)
            self.assertTrue(all(e["seq"] > after for e in replayed))
            if after < live[-1]["seq"]:
                self.assertEqual(live[-1], replayed[-1])

    def test_a_long_poll_waits_for_news_and_names_the_next_cursor(self):
        with self.system.open_chat("[[slow n=10 ms=50]]") as stream:
            session = stream.next()
            got, cursor, ended = [], session["seq"] - 1, False
            while not ended:
                answer = self.system.request("GET", f"/api/agent-runs/{session['runId']}/events?after={cursor}&wait=5",
                                             headers={"Accept": "application/json"}, user="ada")
                body = json.loads(answer.text)
                got += body["events"]
                cursor = body["next"]
                ended = got[-1]["type"] == "done"
            own = [session, *stream.all()]
        # The last poll may find the run saved, its deltas merged.
        self.assertEqual(text_of(own), text_of(got))
        self.assertEqual((own[0], own[-1]), (got[0], got[-1]))

    def test_a_conversations_stream_goes_over_all_its_runs_past_and_future(self):
        past = self.system.chat("[[say one]]")
        conversation = past[0]["conversationId"]
        path = f"/api/agent-conversations/{conversation}/events"
        with Stream(self.system, "GET", path, *self.system._with(None, {}, "ada", None)) as stream:
            replayed = stream.until("done")
            self.assertEqual(text_of(past), text_of(replayed))
            self.assertEqual((past[0], past[-1]), (replayed[0], replayed[-1]))
            for words in ("two", "three"):
                live = self.system.chat(f"[[say {words}]]", conversation=conversation)
                self.assertEqual(live, stream.until("done"))
        polled = json.loads(self.system.request("GET", f"{path}?after={past[-1]['seq']}", user="ada",
                                                headers={"Accept": "application/json"}).text)
        self.assertEqual("twothree", text_of(polled["events"]))
        self.assertEqual(404, self.system.request("GET", path, user="max").status)

    def test_a_conversation_whose_events_are_purged_is_gone_from_the_start_but_not_from_its_end(self):
        events = self.system.chat("[[say old]]")
        conversation = events[0]["conversationId"]
        self.system.database.execute(f"DELETE FROM agent_run_events WHERE conversation_id = '{conversation}'; "
                                     f"UPDATE agent_runs SET events_purged_at = now() WHERE id = '{events[0]['runId']}'")
        path = f"/api/agent-conversations/{conversation}/events"
        json_only = {"Accept": "application/json"}
        gone = self.system.request("GET", path, headers=json_only, user="ada")
        self.assertEqual((410, "gone"), (gone.status, json.loads(gone.text)["code"]))
        self.assertEqual(str(events[-1]["seq"]), json.loads(gone.text)["after"])
        end = self.system.request("GET", f"{path}?after={events[-1]['seq']}", headers=json_only, user="ada")
        self.assertEqual({"events": [], "next": events[-1]["seq"]}, json.loads(end.text))

    def test_only_the_user_reads_or_cancels_a_run(self):
        run = self.system.chat("Hello")[0]["runId"]
        for user in ("max", "olga"):
            for method, path in (("GET", f"/api/agent-runs/{run}/events"), ("POST", f"/api/agent-runs/{run}/cancel")):
                self.assertEqual(404, self.system.request(method, path, user=user).status)
        self.assertEqual(404, self.system.request("GET", "/api/agent-runs/nonsense/events", user="ada").status)

    def test_between_frames_there_are_pings(self):
        with self.system.open_chat("[[pause ms=1500]] [[say done]]") as stream:
            stream.all()
        self.assertIn(": ping", stream.frames)

    def test_cancelling_keeps_what_was_said_and_ends_in_done(self):
        with self.system.open_chat("[[slow n=500 ms=20]]") as stream:
            events = stream.until("text") + [stream.next() for _ in range(5)]
            began = time.monotonic()
            for _ in range(2):
                self.assertEqual(200, self.system.request("POST", f"/api/agent-runs/{events[0]['runId']}/cancel",
                                                          user="ada").status)
            events += stream.all()
            took = time.monotonic() - began
        self.assert_one_good_stream(events)
        self.assertEqual(("done", "cancelled"), (events[-1]["type"], events[-1]["stopReason"]))
        self.assertLess(took, 10)
        saved = self.system.database.rows(f"SELECT * FROM agent_messages WHERE id = '{events[-1]['messageId']}'")[0]
        self.assertEqual(text_of(events).strip(), saved["content"].strip())
        again = self.system.chat("[[say still here]]", conversation=events[0]["conversationId"])
        self.assertIn("still here", text_of(again))

    def test_cancelling_before_the_agent_has_started(self):
        with self.system.open_chat("[[slow n=500 ms=20]]") as stream:
            session = stream.next()
            self.system.request("POST", f"/api/agent-runs/{session['runId']}/cancel", user="ada")
            events = [session, *stream.all()]
        self.assert_one_good_stream(events)
        self.assertEqual("cancelled", events[-1].get("stopReason"), events[-1])

    def test_a_busy_conversation_rejects_and_names_the_run(self):
        with self.system.open_chat("[[slow n=60 ms=20]]") as stream:
            session = stream.next()
            with self.system.open_chat("hi", conversation=session["conversationId"]) as second:
                self.assertEqual(409, second.status)
                self.assertEqual("conversation_busy", second.problem()["code"])
                self.assertEqual(session["runId"], second.problem()["runId"])
            stream.all()

    def test_queued_messages_wait_their_turn_in_order(self):
        with self.system.open_chat("[[slow n=30 ms=30]]") as first:
            session = first.next()
            queued = [in_background(lambda m=m: self.system.chat(m, conversation=session["conversationId"], onBusy="queue"))
                      for m in ("[[say second]]",)]
            wait_for(lambda: self.system.database.rows("SELECT id FROM agent_runs WHERE status = 'queued'"), "a queued run")
            third = in_background(lambda: self.system.chat("[[say third]]", conversation=session["conversationId"],
                                                           onBusy="queue"))
            first.all()
        second, last = queued[0](), third()
        for events, words, position in ((second, "second", 1), (last, "third", 2)):
            self.assertEqual("session", events[0]["type"])
            waits = [e for e in of_type(events, "status") if e["status"] == "queued"]
            self.assertEqual(position, waits[0]["position"])
            self.assertIn(words, text_of(events))
            self.assertEqual("done", events[-1]["type"])
        self.assertLess(second[-1]["seq"], last[-1]["seq"])
        numbers = [r["seq"] for r in self.system.database.rows(
            f"SELECT seq FROM agent_run_events WHERE conversation_id = '{session['conversationId']}' ORDER BY seq")]
        self.assertEqual(len(numbers), len(set(numbers)))

    def test_an_interrupting_message_ends_the_running_turn_and_takes_its_place(self):
        with self.system.open_chat("[[slow n=500 ms=20]]") as first:
            head = first.until("text")
            after = in_background(lambda: self.system.chat("[[say instead]]", conversation=head[0]["conversationId"],
                                                           onBusy="interrupt"))
            rest = first.all()
        self.assertEqual("cancelled", rest[-1]["stopReason"])
        self.assertIn("instead", text_of(after()))

    def test_an_idempotency_key_starts_one_run(self):
        key = {"Idempotency-Key": uuid.uuid4().hex}
        first = self.system.chat("[[say once]]", headers=key)
        with self.system.open_chat("[[say once]]", headers=key) as again:
            self.assertEqual("true", again.headers["Idempotency-Replayed"])
            replayed = again.all()
        self.assertEqual(first[0], replayed[0])
        self.assertEqual(first[-1], replayed[-1])
        self.assertEqual(text_of(first), text_of(replayed))
        with self.system.open_chat("[[say another]]", headers=key) as other:
            self.assertEqual((422, "idempotency_mismatch"), (other.status, other.problem()["code"]))
        with self.system.open_chat("[[say once]]", headers=key, user="max") as another_user:
            self.assertIsNone(another_user.headers["Idempotency-Replayed"])
            another_user.all()

    def test_racing_requests_with_one_key_share_one_run(self):
        key = {"Idempotency-Key": uuid.uuid4().hex}
        waiting = [in_background(lambda: self.system.chat("[[slow n=10 ms=10]]", headers=key)) for _ in range(6)]
        runs = {events()[0]["runId"] for events in waiting}
        self.assertEqual(1, len(runs))

    def test_many_readers_of_one_run_see_the_same(self):
        with self.system.open_chat("[[slow n=40 ms=20]]") as stream:
            session = stream.next()
            readers = [in_background(lambda: self.read_all(session["runId"])) for _ in range(8)]
            own = [session, *stream.all()]
        for read in readers:
            self.assertEqual(own, read())

    def read_all(self, run):
        with self.events_of(run) as stream:
            return stream.all()


if __name__ == "__main__":
    unittest.main(verbosity=2)
