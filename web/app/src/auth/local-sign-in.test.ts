// @vitest-environment node
import { rmSync } from "node:fs"
import { readFile } from "node:fs/promises"
import path from "node:path"
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JSONWebKeySet, jwtVerify, SignJWT } from "jose"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { makeLocalFolder } from "../../../test-support/local-folder.ts"
import { isLocalSignInAllowed, localUsers, renewLocally, signInLocally } from "./local-sign-in"

let folder: string
beforeEach(() => {
  folder = makeLocalFolder()
  vi.stubEnv("SWITCHBOARD_LOCAL_DIR", folder)
  vi.stubEnv("SWITCHBOARD_LOCAL_SIGN_IN", "1")
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

async function keySet() {
  return createLocalJWKSet(JSON.parse(await readFile(path.join(folder, "keys/jwks.json"), "utf8")) as JSONWebKeySet)
}

describe("the local sign-in", () => {
  it("lists the demo's users", async () => {
    expect(await localUsers()).toEqual([
      { email: "ada@example.com", name: "Ada Moreau", role: "admin" },
      { email: "bo@example.com", name: "Bo Lindqvist", role: "member" },
    ])
  })

  it("signs tokens that the server's key set verifies", async () => {
    const token = (await signInLocally("ADA@example.com")) ?? ""
    const { payload, protectedHeader } = await jwtVerify(token, await keySet(), { issuer: "https://demo.switchboard.local/", audience: "switchboard" })
    expect(protectedHeader).toMatchObject({ alg: "RS256", kid: "test" })
    expect(payload).toMatchObject({ sub: "demo|ada@example.com", email: "ada@example.com", name: "Ada Moreau" })
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(15 * 60)
  })

  it("knows nobody else", async () => {
    expect(await signInLocally("eve@example.com")).toBeNull()
  })

  it("renews a token of its own that has run out, and no other", async () => {
    const token = (await signInLocally("bo@example.com")) ?? ""
    vi.useFakeTimers({ now: Date.now() + 3_600_000 })
    const renewed = (await renewLocally(token)) ?? ""
    expect(decodeJwt(renewed)).toMatchObject({ sub: "demo|bo@example.com" })
    expect(decodeJwt(renewed).exp).toBeGreaterThan(Date.now() / 1000)
    vi.setSystemTime(Date.now() + 40 * 24 * 3_600_000)
    expect(await renewLocally(token)).toBeNull()
    vi.useRealTimers()
    const forged = await new SignJWT({ sub: "demo|ada@example.com" }).setProtectedHeader({ alg: "HS256" }).setExpirationTime("1h").sign(new TextEncoder().encode("x".repeat(32)))
    expect(decodeProtectedHeader(forged).alg).toBe("HS256")
    expect(await renewLocally(forged)).toBeNull()
    expect(await renewLocally("nonsense")).toBeNull()
  })

  it("answers on loopback only, and in no build without it", () => {
    for (const host of ["localhost", "localhost:3000", "127.0.0.1:3000", "[::1]:3000"]) expect(isLocalSignInAllowed(host)).toBe(true)
    for (const host of ["example.com", "localhost.example.com", "127.0.0.1.example.com:3000", "10.0.0.7", null]) expect(isLocalSignInAllowed(host)).toBe(false)
    vi.stubEnv("SWITCHBOARD_LOCAL_SIGN_IN", "")
    expect(isLocalSignInAllowed("localhost:3000")).toBe(false)
  })

  it("gives way to Clerk and to Supabase", () => {
    vi.stubEnv("NEXT_PUBLIC_SUPABASE_URL", "https://x.supabase.co")
    vi.stubEnv("NEXT_PUBLIC_SUPABASE_ANON_KEY", "key")
    expect(isLocalSignInAllowed("localhost:3000")).toBe(false)
  })
})
