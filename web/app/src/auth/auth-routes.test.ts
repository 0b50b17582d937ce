// @vitest-environment node
import { rmSync } from "node:fs"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { makeLocalFolder } from "../../../test-support/local-folder.ts"
import { POST as signIn } from "../app/auth/local/route"
import { POST as signOut } from "../app/auth/sign-out/route"

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

function request(headers: Record<string, string>, body: unknown = { email: "ada@example.com" }): Request {
  return new Request("http://localhost:3000/auth/local", { method: "POST", headers, body: JSON.stringify(body) })
}
const own = { host: "localhost:3000", origin: "http://localhost:3000" }

describe("signing in and out", () => {
  it("sets a cookie that scripts cannot read", async () => {
    const response = await signIn(request(own))
    expect(response.status).toBe(200)
    expect(response.headers.get("set-cookie")).toMatch(/^__session=eyJ.*HttpOnly.*SameSite=lax/i)
  })

  it("refuses other origins and requests without one", async () => {
    expect((await signIn(request({ ...own, origin: "http://evil.example" }))).status).toBe(403)
    expect((await signIn(request({ host: "localhost:3000" }))).status).toBe(403)
    expect(signOut(request({ ...own, origin: "null" })).status).toBe(403)
  })

  it("is not there on other hosts, nor in builds without it", async () => {
    expect((await signIn(request({ host: "chat.example.com", origin: "http://chat.example.com" }))).status).toBe(404)
    vi.stubEnv("SWITCHBOARD_LOCAL_SIGN_IN", "")
    expect((await signIn(request(own))).status).toBe(404)
  })

  it("refuses strangers and nonsense", async () => {
    expect((await signIn(request(own, { email: "eve@example.com" }))).status).toBe(401)
    expect((await signIn(request(own, "nonsense"))).status).toBe(401)
  })

  it("takes the cookie away", () => {
    expect(signOut(request(own)).headers.get("set-cookie")).toMatch(/__session=;.*Max-Age=0/i)
  })
})
