/** A folder like the one that `make up` fills: a key, its key set, and demo users whose tokens carry their claims. */
import { generateKeyPairSync } from "node:crypto"
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"

export function makeLocalFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "switchboard-local-"))
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
  mkdirSync(path.join(folder, "keys"))
  writeFileSync(path.join(folder, "keys/demo.pem"), privateKey.export({ type: "pkcs8", format: "pem" }))
  writeFileSync(path.join(folder, "keys/jwks.json"), JSON.stringify({ keys: [{ ...publicKey.export({ format: "jwk" }), kid: "test", alg: "RS256", use: "sig" }] }))
  const users = [
    ["ada@example.com", "Ada Moreau", "admin"],
    ["bo@example.com", "Bo Lindqvist", "member"],
  ].map(([email, name, role]) => ({ email, role, token: unsigned({ iss: "https://demo.switchboard.local/", aud: "switchboard", sub: `demo|${email}`, email, name }) }))
  writeFileSync(path.join(folder, "demo.json"), JSON.stringify({ users }))
  return folder
}

function unsigned(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url")
  return `${part({ alg: "RS256" })}.${part(claims)}.${Buffer.from("x").toString("base64url")}`
}
