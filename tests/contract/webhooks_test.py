#!/usr/bin/python3
"""Users as Clerk and Supabase tell of them: verified, applied once, and in step with the profiles that tokens make."""
import base64
import hashlib
import hmac
import json
import threading
import time
import unittest
import uuid

from server_case import SystemCase

OLD, NEW = (f"whsec_{base64.b64encode(word * 4).decode()}" for word in (b"old-key-", b"new-key-"))
CLERK, SUPABASE = "clerk", "supabase"
CLERK_ISSUER, SUPABASE_ISSUER = "https://clerk.test", "https://project.test/auth/v1"


def sign(secret, delivery, timestamp, body):
    key = base64.b64decode(secret.removeprefix("whsec_"))
    mac = hmac.new(key, f"{delivery}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(mac).decode()}"


class WebhookCase(SystemCase):
    @classmethod
    def setUpClass(cls):
        cls.settings = {"clerkWebhookSecret": f"{OLD} {NEW}", "supabaseWebhookSecret": f"v1,{OLD}|v1,{NEW}",
                        "clerkIssuer": CLERK_ISSUER, "supabaseUrl": "https://project.test"}
        super().setUpClass()

    @classmethod
    def tearDownClass(cls):
        assert base64.b64decode(OLD[6:]).decode() not in cls.system.log() and OLD not in cls.system.log()
        super().tearDownClass()

    def send(self, source, payload, status=200, secret=NEW, delivery=None, timestamp=None, change=None, signature=None, names=None):
        body = json.dumps(payload).encode() if not isinstance(payload, bytes) else payload
        delivery, timestamp = delivery or f"msg_{uuid.uuid4().hex}", str(timestamp or int(time.time()))
        prefix = names or {"clerk": "svix", "supabase": "webhook"}[source]
        headers = {f"{prefix}-id": delivery, f"{prefix}-timestamp": timestamp, "Content-Type": "application/json",
                   f"{prefix}-signature": signature or sign(secret, delivery, timestamp, body)}
        answer = self.system.request("POST", f"/api/webhooks/{source}", (change or body).decode(), headers)
        self.assertEqual(status, answer.status, answer.text)
        return json.loads(answer.text)

    def profiles(self, subject):
        return self.system.database.rows(f"SELECT issuer, email, full_name, avatar_url, disabled_at IS NOT NULL AS disabled FROM profiles "
                                         f"WHERE subject = '{subject}'")


def clerk_user(subject, kind="user.created", at=1_700_000_000_000, email="a@example.com", **more):
    data = {"id": subject, "first_name": "Ann", "last_name": "Lee", "image_url": "https://img.test/a", "updated_at": at,
            "primary_email_address_id": "e2", "email_addresses": [{"id": "e1", "email_address": "old@example.com"},
                                                                 {"id": "e2", "email_address": email}], **more}
    return {"type": kind, "object": "event", "data": data, "timestamp": at}


def deleted(subject, at=1_800_000_000_000):
    return {"type": "user.deleted", "object": "event", "data": {"id": subject, "deleted": True}, "timestamp": at}


class Signatures(WebhookCase):
    def test_either_secret_and_either_name_is_accepted(self):
        for secret in (OLD, NEW):
            for names in ("svix", "webhook"):
                self.assertEqual("ignored", self.send(CLERK, {"type": "session.created"}, secret=secret, names=names)["status"])

    def test_one_good_signature_among_others_is_enough(self):
        now, body = str(int(time.time())), b'{"type":"x"}'
        good = sign(NEW, "m1", now, body)
        for signature in (f"v1,AAAA {good}", f"v1a,zzz v2,zzz {good}", f"{good} v1,BBBB"):
            self.send(CLERK, body, delivery="m1", timestamp=now, signature=signature)

    def test_what_is_not_genuine_is_refused(self):
        event, now = clerk_user("intruder"), int(time.time())
        other = f"whsec_{base64.b64encode(b'x' * 32).decode()}"
        for wrong in ({"secret": other}, {"timestamp": now - 900}, {"timestamp": now + 900}, {"change": json.dumps(clerk_user("x")).encode()},
                      {"signature": "v1,"}, {"signature": "v2," + sign(NEW, "m", now, b"")[3:]}, {"timestamp": "1e9"}, {"timestamp": "-1"}):
            refused = self.send(CLERK, event, status=401, **wrong)
            self.assertEqual("unauthenticated", refused["code"])
        plain = self.system.request("POST", "/api/webhooks/clerk", event)
        self.assertEqual(401, plain.status)
        self.assertEqual([], self.profiles("intruder"))

    def test_the_tolerance_is_five_minutes(self):
        self.send(CLERK, {"type": "x"}, timestamp=int(time.time()) - 240)
        self.send(CLERK, {"type": "x"}, timestamp=int(time.time()) + 240)

    def test_the_raw_body_is_what_is_signed(self):
        self.send(CLERK, b'{ "type" :\n "session.created", "n": 1.0 }')

    def test_a_delivery_counts_once(self):
        event = clerk_user("once")
        self.assertEqual("applied", self.send(CLERK, event, delivery="msg_once")["status"])
        self.assertEqual("conflict", self.send(CLERK, event, delivery="msg_once", status=409)["code"])
        self.assertEqual("conflict", self.send(CLERK, deleted("once"), delivery="msg_once", status=409)["code"])
        self.assertFalse(self.profiles("once")[0]["disabled"])

    def test_a_genuine_webhook_that_says_nothing_is_refused(self):
        for body, code in ((b"{", "bad_json"), (b"[]", "invalid_field"), (b'{"type":"user.created","data":{}}', "invalid_field"),
                           (b'{"type":"user.created"}', "invalid_field"), (b'{"type":"user.deleted","data":{"id":7}}', "invalid_field")):
            self.assertEqual(code, self.send(CLERK, body, status=400)["code"])


class Users(WebhookCase):
    def test_clerk_users_come_change_and_go(self):
        self.assertEqual("applied", self.send(CLERK, clerk_user("u1"))["status"])
        expected = {"issuer": CLERK_ISSUER, "email": "a@example.com", "full_name": "Ann Lee", "avatar_url": "https://img.test/a", "disabled": False}
        self.assertEqual([expected], self.profiles("u1"))
        later = clerk_user("u1", "user.updated", at=1_700_000_002_000, email="b@example.com", first_name=None)
        self.assertEqual("applied", self.send(CLERK, later)["status"])
        self.assertEqual([{**expected, "email": "b@example.com", "full_name": "Lee"}], self.profiles("u1"))
        between = clerk_user("u1", "user.updated", at=1_700_000_001_000, email="c@example.com")
        self.assertEqual("stale", self.send(CLERK, between)["status"])
        self.assertEqual("b@example.com", self.profiles("u1")[0]["email"])
        self.send(CLERK, deleted("u1"))
        self.assertEqual([{"issuer": CLERK_ISSUER, "email": None, "full_name": None, "avatar_url": None, "disabled": True}], self.profiles("u1"))
        self.assertEqual("stale", self.send(CLERK, clerk_user("u1", at=1_900_000_000_000))["status"])
        self.assertTrue(self.profiles("u1")[0]["disabled"])

    def test_supabase_users_by_table_by_hook_and_by_name(self):
        row = {"id": "s1", "email": "s@example.com", "raw_user_meta_data": {"full_name": "Sam"}, "updated_at": "2026-01-01T10:00:00+00:00"}
        table = {"type": "INSERT", "table": "users", "schema": "auth", "record": row, "old_record": None}
        self.send(SUPABASE, table)
        self.assertEqual(("s@example.com", "Sam", SUPABASE_ISSUER),
                         tuple(self.profiles("s1")[0][k] for k in ("email", "full_name", "issuer")))
        self.send(SUPABASE, {**table, "type": "UPDATE", "record": {**row, "email": "t@example.com", "updated_at": "2026-01-02T10:00:00+00:00"}})
        self.assertEqual("t@example.com", self.profiles("s1")[0]["email"])
        self.assertEqual("stale", self.send(SUPABASE, {**table, "type": "UPDATE"})["status"])
        self.send(SUPABASE, {**table, "type": "DELETE", "record": None, "old_record": row})
        self.assertTrue(self.profiles("s1")[0]["disabled"])
        self.send(SUPABASE, {"metadata": {"name": "before-user-created"}, "user": {"id": "s2", "email": "u@example.com", "user_metadata": {"name": "Uma"}}})
        self.assertEqual("Uma", self.profiles("s2")[0]["full_name"])
        self.send(SUPABASE, {"type": "user.updated", "data": {"id": "s3", "email": "v@example.com"}})
        self.assertEqual("v@example.com", self.profiles("s3")[0]["email"])
        self.assertEqual("ignored", self.send(SUPABASE, {**table, "table": "orders"})["status"])

    def test_odd_values_are_no_fault_of_the_server(self):
        for n, odd in enumerate(({"email_addresses": 7}, {"first_name": 7, "last_name": []}, {"image_url": "x" * 5000}, {"updated_at": "soon"},
                                 {"updated_at": 10**18}, {"first_name": "N" * 500})):
            self.send(CLERK, clerk_user(f"odd{n}", **odd))
            self.assertEqual(1, len(self.profiles(f"odd{n}")))
        self.send(SUPABASE, {"type": "user.updated", "data": {"id": "odd", "updated_at": "2026-99-99T00:00:00Z"}})
        self.assertEqual("stale", self.send(CLERK, clerk_user("s" * 2000))["status"])


class MeetsTokens(WebhookCase):
    """The demo's issuer under Clerk's name, so that its users have tokens here."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        system = cls.system
        plain = system.config

        def renamed():
            config = plain()
            config["issuers"] = [{**config["issuers"][0], "name": "clerk"}]
            del config["supabaseWebhookSecret"], config["supabaseUrl"], config["clerkIssuer"]
            return config
        system.config = renamed
        system.server.stop()
        system.start_server()

    def me(self, subject, status=200):
        answer = self.system.request("GET", "/api/me", token=self.system.keys.token(subject, email="token@example.com", name="Token"))
        self.assertEqual(status, answer.status, answer.text)
        return json.loads(answer.text)

    def test_token_first_and_webhook_first_meet_in_one_profile(self):
        first = self.me("meets1")
        self.send(CLERK, clerk_user("meets1"))
        again = self.me("meets1")
        self.assertEqual((first["id"], "a@example.com", "Ann Lee"), (again["id"], again["email"], again["full_name"]))
        self.send(CLERK, clerk_user("meets2"))
        self.assertEqual("a@example.com", self.me("meets2")["email"])
        self.assertEqual([1, 1], [len(self.profiles(s)) for s in ("meets1", "meets2")])

    def test_a_race_makes_one_profile(self):
        start, faults = threading.Barrier(8), []

        def run(work):
            start.wait(60)
            try:
                work()
            except BaseException as e:  # noqa: BLE001 - shown below
                faults.append(e)
        threads = [threading.Thread(target=run, args=[w]) for w in
                   [lambda: self.me("race")] * 4 + [lambda: self.send(CLERK, clerk_user("race"))] * 4]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(90)
        self.assertEqual(([], 1), (faults, len(self.profiles("race"))))

    def test_who_is_deleted_is_out_at_once_and_leaves_what_others_own(self):
        self.me("leaver")
        self.system.database.execute("INSERT INTO workspace_members SELECT '5eed0001-0000-4000-8000-000000000001', id, 'admin' FROM profiles "
                                     "WHERE subject = 'leaver'")
        self.send(CLERK, deleted("leaver"))
        self.me("leaver", status=401)
        self.assertEqual([], self.system.database.rows("SELECT 1 FROM workspace_members m JOIN profiles p ON p.id = m.user_id "
                                                       "WHERE p.subject = 'leaver'"))
        self.send(CLERK, deleted("never-seen"))
        self.me("never-seen", status=401)

    def test_a_sender_without_a_secret_is_not_there(self):
        self.assertEqual("not_found", self.send(SUPABASE, {"type": "x"}, status=404)["code"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
