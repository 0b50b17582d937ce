#!/usr/bin/env python3
"""A conversation in each domain of tools: the demo's agents and questions, the real Claude CLI, rows of the demo."""
import json
import unittest

from server_case import AGENT, SystemCase, WORKSPACE, of_type, text_of

LEDGER, ATLAS, QUILL = AGENT, AGENT[:-1] + "2", AGENT[:-1] + "3"


class Domains(SystemCase):
    def ask(self, agent, question):
        """A whole turn; what the agent asks leave for is allowed."""
        with self.system.open_chat(question, agentId=agent) as stream:
            self.assertEqual(200, stream.status, stream.text)
            events = []
            while (event := stream.next()) is not None:
                events.append(event)
                if event["type"] == "permission_request":
                    path = f"/api/agent-runs/{events[0]['runId']}/approvals/{event['approvalId']}"
                    self.assertEqual(200, self.system.request("POST", path, {"decision": "allow"}, user="ada").status)
        self.assert_one_good_stream(events)
        self.assertEqual("done", events[-1]["type"], events[-1])
        results = of_type(events, "tool_result")
        self.assertTrue(all(r["success"] for r in results), results)
        return {s["toolName"] for s in of_type(events, "tool_start")}, text_of(events)

    def one(self, sql):
        return self.system.database.rows(sql.replace("{workspace}", f"'{WORKSPACE}'"))[0]

    def test_finance(self):
        tools, said = self.ask(LEDGER, "What are our account balances?")
        self.assertTrue(tools <= {"getAccounts", "getAccountBalances"} and tools)
        for row in self.system.database.rows(f"SELECT name FROM accounts WHERE workspace_id = '{WORKSPACE}' AND is_active"):
            self.assertIn(row["name"], said)

    def test_projects(self):
        tools, said = self.ask(ATLAS, "Which projects are at risk?")
        self.assertEqual({"getProjectsAtRisk", "listProjects"}, tools)
        for row in self.system.database.rows("SELECT name FROM projects WHERE status IN ('planned', 'active', 'on_hold')"
                                             f" AND workspace_id = '{WORKSPACE}'"):
            self.assertIn(row["name"], said)

    def test_team(self):
        tools, said = self.ask(ATLAS, "What did I miss in our channels?")
        self.assertEqual({"getUnreadMessages", "getMentions"}, tools)
        self.assertIn("#halden, Max Okafor: Ingrid likes number four best.", said)
        self.assertIn("@Ada the Kestrel invoice", said)

    def test_goals(self):
        tools, said = self.ask(ATLAS, "Are our goals on track?")
        self.assertEqual({"listGoals", "getGoalsAtRisk", "listKPIs"}, tools)
        self.assertIn("Eight retainer clients: 5 of 8 clients, 40%", said)
        self.assertIn("Monthly recurring revenue: 17400 USD, before 14900", said)

    def test_agents(self):
        tools, said = self.ask(ATLAS, "Where does the onboarding stand?")
        self.assertEqual({"getWorkflowRuns"}, tools)
        self.assertIn("Client onboarding: Aurora Hotels", said)
        self.assertIn("done: File the signed contract (In the shared folder.)", said)

    def test_crm(self):
        tools, said = self.ask(QUILL, "How does our pipeline look?")
        self.assertEqual({"getPipelineSummary", "getDealsClosingSoon"}, tools)
        deals = self.one("SELECT count(*) AS n FROM deals WHERE status = 'open' AND workspace_id = {workspace}")["n"]
        self.assertIn(f"{deals} open deals are worth", said)

    def test_knowledge(self):
        tools, said = self.ask(QUILL, "What does our handbook say about receipts?")
        self.assertEqual({"searchKnowledge", "getPage"}, tools)
        self.assertIn("without a receipt nothing is paid back", said)

    def test_communications(self):
        tools, said = self.ask(QUILL, "Any missed calls?")
        self.assertEqual({"getCalls", "listSMSConversations", "getOutbox"}, tools)
        self.assertIn("Priya Nair", said)
        self.assertIn("no carrier is attached", said)

    def test_a_text_message_is_queued_once_and_the_answer_says_that_it_has_not_left(self):
        tools, said = self.ask(QUILL, "Text Ingrid Solheim: See you on Friday at ten")
        self.assertEqual({"sendSMS"}, tools)
        self.assertIn("No carrier is attached, so it has not been sent", said)
        queued = self.system.database.rows(
            "SELECT s.peer, s.status, o.status AS outbox FROM sms_messages s JOIN communication_outbox o ON o.sms_id = s.id"
            " WHERE s.body = 'See you on Friday at ten'")
        self.assertEqual([{"peer": "+4722000101", "status": "queued", "outbox": "queued"}], queued)

    def test_sql_of_the_agents_own(self):
        events = self.system.chat('[[tool query_database {"sql": "SELECT count(*) AS n FROM accounts"}]]')
        count = self.one("SELECT count(*) AS n FROM accounts WHERE workspace_id = {workspace}")["n"]
        result = of_type(events, "tool_result")[0]
        self.assertTrue(result["success"], result)
        self.assertIn(f'"n":{count}', json.dumps(result["result"], separators=(",", ":")).replace("\\", ""))
        events = self.system.chat('[[tool query_database {"sql": "DELETE FROM accounts"}]]')
        self.assertFalse(of_type(events, "tool_result")[0]["success"])

    def test_a_tool_of_another_domain_is_not_on_an_agents_list(self):
        with self.system.open_chat("How does our pipeline look?", agentId=LEDGER) as stream:
            events = stream.all()
        self.assertEqual([], of_type(events, "tool_start"))
        self.assertIn("wasn't given", text_of(events))
        self.assertEqual("done", events[-1]["type"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
