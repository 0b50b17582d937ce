/** A folder like the one that `make up` fills: a key, its key set, and demo users whose tokens carry their claims. */
import { generateKeyPairSync } from "node:crypto"
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"

export interface LocalFolderUser {
  sub: string
  email: string
  name: string
  role: string
}

const anybody: LocalFolderUser[] = [
  { sub: "demo|ada@example.com", email: "ada@example.com", name: "Ada Moreau", role: "admin" },
  { sub: "demo|bo@example.com", email: "bo@example.com", name: "Bo Lindqvist", role: "member" },
]

export function makeLocalFolder(people: readonly LocalFolderUser[] = anybody): string {
  const folder = mkdtempSync(path.join(tmpdir(), "switchboard-local-"))
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
  mkdirSync(path.join(folder, "keys"))
  writeFileSync(path.join(folder, "keys/demo.pem"), privateKey.export({ type: "pkcs8", format: "pem" }))
  writeFileSync(path.join(folder, "keys/jwks.json"), JSON.stringify({ keys: [{ ...publicKey.export({ format: "jwk" }), kid: "test", alg: "RS256", use: "sig" }] }))
  const users = people.map(({ sub, email, name, role }) => ({ email, role, token: unsigned({ iss: "https://demo.switchboard.local/", aud: "switchboard", sub, email, name }) }))
  writeFileSync(path.join(folder, "demo.json"), JSON.stringify({ users }))
  return folder
}

function unsigned(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url")
  return `${part({ alg: "RS256" })}.${part(claims)}.${Buffer.from("x").toString("base64url")}`
}
