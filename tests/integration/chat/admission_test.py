#!/usr/bin/env python3
"""Who waits for an agent process is told so, and one workspace's flood does not keep another's turn waiting."""
import unittest

from server_case import OTHER_WORKSPACE, SystemCase, in_background, of_type


class Admission(SystemCase):
    settings = {"maxAgents": 1}

    def waiting(self, message, **who):
        """A turn that has been told its place in the line."""
        stream = self.system.open_chat(message, **who)
        self.addCleanup(stream.__exit__)
        events = stream.until("status")
        self.assertEqual("queued", events[-1]["status"])
        return events, in_background(stream.all)

    def test_tenants_take_turns_and_each_is_told_its_place(self):
        other = self.system.database.rows(f"SELECT id FROM agents WHERE workspace_id = '{OTHER_WORKSPACE}' AND is_active LIMIT 1")[0]["id"]
        holder = self.system.open_chat("[[slow n=5000 ms=20]]")
        self.addCleanup(holder.__exit__)
        running = holder.until("text")
        floods = [self.waiting("[[say flood]]", user="max") for _ in range(2)]
        self.assertEqual([1, 2], [events[-1]["position"] for events, _ in floods])
        events, rest = self.waiting("[[say other]]", user="olga", workspaceId=OTHER_WORKSPACE, agentId=other)
        self.assertEqual(1, events[-1]["position"], "its workspace was not served yet")
        self.system.request("POST", f"/api/agent-runs/{running[0]['runId']}/cancel", user="ada")
        holder.all()
        finished = events + rest()
        self.assert_one_good_stream(finished)
        self.assertEqual("done", finished[-1]["type"])
        self.assertEqual(["queued", "starting"], [e["status"] for e in of_type(finished, "status")])
        for first, last in floods:
            told = first + last()
            self.assertEqual("done", told[-1]["type"])
            places = [e.get("position") for e in of_type(told, "status")]
            self.assertTrue(all(a != b for a, b in zip(places, places[1:])), f"a place is told when it changes: {places}")
            self.assertIsNone(places[-1])


if __name__ == "__main__":
    unittest.main(verbosity=2)
