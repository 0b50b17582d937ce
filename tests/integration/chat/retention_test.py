#!/usr/bin/env python3
"""Events that are old: deleted by the server itself, honestly gone afterwards. And long replays."""
import json
import subprocess
import unittest
import uuid

from server_case import Stream, SystemCase, text_of, wait_for

JSON = {"Accept": "application/json"}


class Retention(SystemCase):
    settings = {"eventRetentionSeconds": 3600, "purgeIntervalSeconds": 1}

    def kept(self, run):
        return self.system.database.rows(f"SELECT count(*) AS n FROM agent_run_events WHERE run_id = '{run}'")[0]["n"]

    def age(self, run):
        self.system.database.execute(f"UPDATE agent_runs SET finished_at = now() - interval '2 hours' WHERE id = '{run}'")

    def get(self, path):
        answer = self.system.request("GET", path, headers=JSON, user="ada")
        return answer.status, json.loads(answer.text)

    def test_old_events_are_deleted_and_their_cursors_gone_while_young_and_living_runs_keep_theirs(self):
        old = self.system.chat("[[say old]]")
        conversation = old[0]["conversationId"]
        young = self.system.chat("[[say young]]", conversation=conversation)
        with self.system.open_chat("[[slow n=40 ms=50]]", conversation=conversation) as stream:
            living = stream.until("text")
            self.age(old[0]["runId"])
            wait_for(lambda: self.kept(old[0]["runId"]) == 0, "the purge")
            living += stream.all()
        self.assert_one_good_stream(living)
        self.assertGreater(self.kept(young[0]["runId"]), 0)
        self.assertGreater(self.kept(living[0]["runId"]), 0)

        last = old[-1]["seq"]
        for path, after in ((f"agent-runs/{old[0]['runId']}", 0), (f"agent-runs/{old[0]['runId']}", last - 1),
                            (f"agent-conversations/{conversation}", 0), (f"agent-conversations/{conversation}", last - 1)):
            status, body = self.get(f"/api/{path}/events?after={after}")
            self.assertEqual((410, "gone", str(last)), (status, body["code"], body["after"]), (path, after))
        status, body = self.get(f"/api/agent-conversations/{conversation}/events?after={last}")
        self.assertEqual((200, young[0], living[-1]), (status, body["events"][0], body["events"][-1]))
        self.assertEqual(text_of(young) + text_of(living), text_of(body["events"]))
        self.assertEqual((200, {"events": [], "next": last}), self.get(f"/api/agent-runs/{old[0]['runId']}/events?after={last}"))
        # What was said is no event: it stays.
        self.assertEqual("done", self.system.chat("[[say on]]", conversation=conversation)[-1]["type"])

    def test_one_server_at_a_time_purges_and_the_other_does_not_wait(self):
        run = self.system.chat("[[say old]]")[0]["runId"]
        with subprocess.Popen(["psql", "-X", "-q", "-At", self.system.database.owner_url], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, text=True) as other:
            other.stdin.write("BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('switchboard.purge', 0)); SELECT 'held';\n")
            other.stdin.flush()
            while other.stdout.readline().strip() != "held":
                pass
            self.age(run)
            for _ in range(3):
                self.assertEqual(0, self.system.database.rows("SELECT app.purge_events(3600, 10) AS n")[0]["n"])
            self.assertGreater(self.kept(run), 0)
            other.stdin.write("COMMIT;\n")
            other.stdin.close()
        wait_for(lambda: self.kept(run) == 0, "the purge")

    def test_expired_keys_are_deleted_and_others_are_not(self):
        keys = [uuid.uuid4().hex, uuid.uuid4().hex]
        for key in keys:
            self.system.chat("[[say once]]", headers={"Idempotency-Key": key})
        self.system.database.execute(f"UPDATE idempotency_keys SET expires_at = now() - interval '1 second' WHERE key = '{keys[0]}'")
        left = "SELECT key FROM idempotency_keys WHERE key IN ('{}', '{}')".format(*keys)
        wait_for(lambda: self.system.database.rows(left) == [{"key": keys[1]}], "the purge of keys")
        again = self.system.chat("[[say once]]", headers={"Idempotency-Key": keys[0]})
        self.assertEqual("done", again[-1]["type"])

    def test_a_long_replay_comes_in_pages_of_bounded_size_and_loses_nothing(self):
        events = self.system.chat("[[say short]]")
        run, conversation, last = events[0]["runId"], events[0]["conversationId"], events[-1]["seq"]
        count, end = 1500, last + 1500
        self.system.database.execute(f"""
            INSERT INTO agent_run_events (conversation_id, seq, run_id, workspace_id, user_id, type, data)
              SELECT conversation_id, {last} - 1 + n, id, workspace_id, user_id, 'status',
                     json_build_object('type', 'status', 'seq', {last} - 1 + n, 'status', 'retrying', 'detail', repeat('x', 8000))
                FROM agent_runs, generate_series(2, {count}) n WHERE id = '{run}';
            UPDATE agent_run_events SET seq = {end}, data = (jsonb_set(data::jsonb, '{{seq}}', '{end}'))::json
              WHERE conversation_id = '{conversation}' AND seq = {last};
            UPDATE agent_runs SET last_seq = {end} WHERE id = '{run}';
            UPDATE agent_conversations SET last_seq = {end}, reserved_seq = {end} WHERE id = '{conversation}'""")
        for path, after in ((f"/api/agent-runs/{run}/events", 0), (f"/api/agent-conversations/{conversation}/events", 0)):
            cursor, pages, seen = after, 0, []
            while not seen or seen[-1]["type"] != "done":
                status, body = self.get(f"{path}?after={cursor}")
                self.assertEqual(200, status)
                self.assertTrue(body["events"])
                self.assertLess(len(json.dumps(body)), 1_200_000)
                seen += body["events"]
                cursor, pages = body["next"], pages + 1
            self.assertGreater(pages, 8)
            self.assertEqual(count - 1, len([e for e in seen if e["type"] == "status" and e["status"] == "retrying"]))
            self.assertEqual(sorted({e["seq"] for e in seen}), [e["seq"] for e in seen])
        with Stream(self.system, "GET", f"/api/agent-runs/{run}/events", *self.system._with(None, {}, "ada", None)) as stream:
            self.assertEqual(seen, stream.all())


if __name__ == "__main__":
    unittest.main(verbosity=2)
