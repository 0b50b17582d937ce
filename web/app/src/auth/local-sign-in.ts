/**
 * The sign-in of a developer's own machine: tokens signed with the key that `make up` made, which the server
 * verifies like any others. It exists only in builds made with SWITCHBOARD_LOCAL_SIGN_IN=1, and answers only on loopback.
 */
import { readFile } from "node:fs/promises"
import path from "node:path"
import { decodeJwt, importPKCS8, importSPKI, jwtVerify, type JWTPayload, SignJWT } from "jose"
import { createPrivateKey, createPublicKey } from "node:crypto"
import * as z from "zod/mini"
import { authMode } from "./mode"

export interface LocalUser {
  email: string
  name: string
  role: string
}

const demoSchema = z.object({
  users: z.array(z.object({ email: z.string(), role: z._default(z.string(), "member"), token: z.string() })),
})
const jwksSchema = z.object({ keys: z.array(z.object({ kid: z.string() })).check(z.minLength(1)) })

const tokenLifetime = "15m"
/** How long after its end a token may still be renewed. */
const renewableSeconds = 30 * 24 * 3600

/** Whether this request may use the local sign-in at all. */
export function isLocalSignInAllowed(host: string | null): boolean {
  if (authMode() !== "local" || host === null) return false
  const name = host.replace(/:\d+$/, "")
  return name === "localhost" || name === "127.0.0.1" || name === "[::1]"
}

export async function localUsers(): Promise<LocalUser[]> {
  const { users } = await readDemo()
  return users.map(({ email, role, token }) => ({ email, role, name: nameOf(decodeJwt(token)) ?? email }))
}

/** A fresh token for one of the demo's users; null for anyone else. */
export async function signInLocally(email: string): Promise<string | null> {
  const { users } = await readDemo()
  const user = users.find((candidate) => candidate.email.toLowerCase() === email.toLowerCase())
  return user ? sign(decodeJwt(user.token)) : null
}

/** A fresh token in place of one of ours that has run out; null for any other. */
export async function renewLocally(token: string): Promise<string | null> {
  try {
    const pem = createPublicKey(createPrivateKey(await readKey())).export({ type: "spki", format: "pem" }).toString()
    const { payload } = await jwtVerify(token, await importSPKI(pem, "RS256"), { clockTolerance: renewableSeconds })
    return await sign(payload)
  } catch {
    return null
  }
}

async function sign(claims: JWTPayload): Promise<string> {
  const { kid } = jwksSchema.parse(JSON.parse(await readFile(path.join(localDir(), "keys/jwks.json"), "utf8"))).keys[0] ?? {}
  const kept = ["iss", "aud", "sub", "email", "name"].filter((name) => claims[name] !== undefined)
  return new SignJWT(Object.fromEntries(kept.map((name) => [name, claims[name]])))
    .setProtectedHeader({ alg: "RS256", typ: "JWT", ...(kid === undefined ? {} : { kid }) })
    .setIssuedAt()
    .setExpirationTime(tokenLifetime)
    .sign(await importPKCS8(await readKey(), "RS256"))
}

function readKey(): Promise<string> {
  return readFile(path.join(localDir(), "keys/demo.pem"), "utf8")
}

async function readDemo(): Promise<z.infer<typeof demoSchema>> {
  return demoSchema.parse(JSON.parse(await readFile(path.join(localDir(), "demo.json"), "utf8")))
}

function localDir(): string {
  return process.env["SWITCHBOARD_LOCAL_DIR"] ?? path.join(/* turbopackIgnore: true */ process.cwd(), "../../.local")
}

function nameOf(claims: JWTPayload): string | null {
  return typeof claims["name"] === "string" && claims["name"] !== "" ? claims["name"] : null
}
