#!/usr/bin/env python3
"""scripts/lib/jwt.sh and scripts/steps/keys: a demo token verifies with the public half that the server is given."""
import base64
import json
import subprocess
import unittest

from dev_case import DevCase


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def der(tag, content):
    length = len(content)
    size = bytes([length]) if length < 128 else bytes([0x82]) + length.to_bytes(2, "big")
    return bytes([tag]) + size + content


def public_pem(key):
    """An RSA JWK as the PEM that openssl reads (RFC 8017, PKCS #1)."""
    numbers = b"".join(der(2, b"\0" + decode(key[name])) for name in ("n", "e"))
    body = base64.encodebytes(der(0x30, numbers)).decode()
    return f"-----BEGIN RSA PUBLIC KEY-----\n{body}-----END RSA PUBLIC KEY-----\n"


class Tokens(DevCase):
    def setUp(self):
        super().setUp()
        self.succeeds(self.run_command("scripts/steps/keys"))
        self.key = json.loads((self.local / "keys/jwks.json").read_text())["keys"][0]

    def sign(self, claims):
        sourced = "source scripts/lib/jwt.sh; "
        return self.succeeds(self.script(sourced + 'sign_jwt "$key_file" "$CLAIMS"', CLAIMS=claims)).strip()

    def verifies(self, token):
        signed, signature = token.rsplit(".", 1)
        (self.local / "public.pem").write_text(public_pem(self.key))
        (self.local / "signature").write_bytes(decode(signature))
        return subprocess.run(["openssl", "dgst", "-sha256", "-verify", self.local / "public.pem", "-signature",
                               self.local / "signature"], input=signed.encode(), capture_output=True).returncode == 0

    def test_a_token_verifies_with_the_published_key(self):
        for name in ("Ada", "Zoë Müller", "x" * 501):
            token = self.sign(json.dumps({"name": name}, ensure_ascii=False))
            header, claims, _ = token.split(".")
            self.assertEqual({"alg": "RS256", "typ": "JWT", "kid": self.key["kid"]}, json.loads(decode(header)))
            self.assertEqual({"name": name}, json.loads(decode(claims)))
            self.assertNotIn("=", token)
            self.assertTrue(self.verifies(token))

    def test_a_changed_token_does_not(self):
        header, claims, signature = self.sign('{"sub":"a"}').split(".")
        other = base64.urlsafe_b64encode(b'{"sub":"b"}').decode().rstrip("=")
        self.assertFalse(self.verifies(f"{header}.{other}.{signature}"))

    def test_the_key_is_private_and_made_once(self):
        files = [self.local / "keys/demo.pem", self.local / "keys/jwks.json"]
        before = [file.read_bytes() for file in files]
        self.assertEqual(0o600, files[0].stat().st_mode & 0o777)
        self.assertIn("already there", self.succeeds(self.run_command("scripts/steps/keys")))
        self.assertEqual(before, [file.read_bytes() for file in files])
        self.assertNotIn("d", self.key)


if __name__ == "__main__":
    unittest.main()
