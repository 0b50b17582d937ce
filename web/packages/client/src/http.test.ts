import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { afterEach, describe, expect, it } from "vitest"
import { createClient } from "./client.ts"
import { Backoff, sleep } from "./backoff.ts"
import { ApiError, retryAfterMs, toApiError } from "./problem.ts"
import { NetworkError } from "./transport.ts"

const open: (() => void)[] = []
afterEach(() => open.splice(0).forEach((close) => close()))

/** A server that answers each request as the next function says. */
async function serve(answer: (url: string, headers: Record<string, unknown>) => { status: number; body?: unknown; headers?: Record<string, string> }) {
  const server = createServer((request, response) => {
    const { status, body, headers } = answer(request.url ?? "", request.headers)
    response.writeHead(status, headers).end(typeof body === "string" ? body : JSON.stringify(body ?? null))
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  open.push(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe("requests", () => {
  it("asks once for a fresh token when the server refuses the first", async () => {
    const seen: unknown[] = []
    const baseUrl = await serve((_, headers) => {
      seen.push(headers["authorization"])
      return headers["authorization"] === "Bearer new" ? { status: 200, body: [] } : { status: 401, body: { code: "unauthenticated" } }
    })
    const reasons: string[] = []
    const client = createClient({
      baseUrl,
      getToken: (reason) => {
        reasons.push(reason)
        return Promise.resolve(reason === "rejected" ? "new" : "old")
      },
    })
    expect(await client.workspaces.list()).toEqual([])
    expect(seen).toEqual(["Bearer old", "Bearer new"])
    expect(reasons).toEqual(["request", "rejected"])
  })

  it("gives up after the second refusal", async () => {
    const baseUrl = await serve(() => ({ status: 401, body: { code: "unauthenticated", detail: "expired" } }))
    const client = createClient({ baseUrl, getToken: () => Promise.resolve("old") })
    await expect(client.me()).rejects.toMatchObject({ status: 401, code: "unauthenticated", message: "expired" })
  })

  it("sends no Authorization header where there is no token", async () => {
    const baseUrl = await serve((_, headers) => ({ status: "authorization" in headers ? 400 : 200, body: [] }))
    expect(await createClient({ baseUrl, getToken: () => Promise.resolve(null) }).workspaces.list()).toEqual([])
  })

  it("leaves out empty filters and escapes what it puts into paths", async () => {
    const urls: string[] = []
    const baseUrl = await serve((url) => {
      urls.push(url)
      return { status: 200, body: { agents: [], total: 0 } }
    })
    const client = createClient({ baseUrl })
    await client.agents.list("w 1", { search: "", hiredOnly: true, limit: 5 })
    await client.agents.unhire("../me")
    expect(urls).toEqual(["/api/agents?workspaceId=w+1&hired_only=true&limit=5", "/api/agents/..%2Fme/unhire"])
  })

  it("takes an empty answer, a bare list and a wrapped list", async () => {
    const member = { user_id: "u", role: "admin" }
    let body: unknown = [member]
    const baseUrl = await serve(() => ({ status: 200, body }))
    const client = createClient({ baseUrl })
    expect(await client.workspaces.members("w")).toMatchObject([member])
    body = { members: [member], total: 1 }
    expect(await client.workspaces.members("w")).toMatchObject([member])
    body = ""
    expect(await client.agents.unhire("a")).toBeNull()
  })

  it("reports an answer that is not what the contract says", async () => {
    const baseUrl = await serve(() => ({ status: 200, body: { agents: "none" } }))
    await expect(createClient({ baseUrl }).agents.list("w")).rejects.toMatchObject({ code: "bad_answer" })
  })

  it("tells a lost network from a refusal", async () => {
    const client = createClient({ baseUrl: "http://127.0.0.1:1" })
    await expect(client.me()).rejects.toBeInstanceOf(NetworkError)
  })

  it("gives messages oldest first, whichever way the server lists them", async () => {
    const message = (id: string, second: number) => ({ id, role: "user", content: id, parts: null, created_at: `2026-01-01T00:00:0${second}Z` })
    let body = { messages: [message("b", 2), message("a", 1)] }
    const baseUrl = await serve(() => ({ status: 200, body }))
    const client = createClient({ baseUrl })
    expect((await client.conversations.messages("c")).map((m) => m.id)).toEqual(["a", "b"])
    body = { messages: [message("a", 1), message("b", 2)] }
    expect((await client.conversations.messages("c")).map((m) => m.id)).toEqual(["a", "b"])
  })
})

describe("refusals", () => {
  const none = () => null
  it("reads a problem body", () => {
    const body = JSON.stringify({ title: "Bad", status: 400, detail: "Wrong field", code: "invalid_field", requestId: "r", errors: [{ field: "name", message: "too long" }] })
    expect(toApiError(400, body, none)).toMatchObject({ code: "invalid_field", message: "Wrong field", requestId: "r", fields: [{ field: "name", message: "too long" }] })
  })
  it("makes do with a proxy's page", () => {
    expect(toApiError(502, "<html>Bad Gateway</html>", none)).toMatchObject({ status: 502, code: "http_502", isTransient: true })
  })
  it("knows the running turn of a busy conversation", () => {
    expect(toApiError(409, '{"code":"conversation_busy","runId":"r1"}', none)).toMatchObject({ runId: "r1", isTransient: false })
  })
  it("reads both forms of Retry-After", () => {
    expect(retryAfterMs("7")).toBe(7000)
    expect(retryAfterMs("Thu, 01 Jan 2026 00:00:10 GMT", Date.parse("2026-01-01T00:00:00Z"))).toBe(10_000)
    expect(retryAfterMs("soon")).toBeNull()
    expect(retryAfterMs(null)).toBeNull()
  })
  it("is an error like any other", () => {
    expect(new ApiError({ status: 500, code: "internal", message: "m" })).toBeInstanceOf(Error)
  })
})

describe("back-off", () => {
  it("doubles its ceiling up to the largest pause and jitters over the upper half", () => {
    const low = new Backoff({ baseMs: 100, maxMs: 1000, random: () => 0 })
    const high = new Backoff({ baseMs: 100, maxMs: 1000, random: () => 1 })
    expect([1, 2, 3, 4, 5, 6].map(() => low.next())).toEqual([50, 100, 200, 400, 500, 500])
    expect([1, 2, 3, 4, 5, 6].map(() => high.next())).toEqual([100, 200, 400, 800, 1000, 1000])
    high.reset()
    expect(high.next()).toBe(100)
    expect(high.next(5000)).toBe(5000)
  })
  it("sleeps no longer than its signal allows", async () => {
    const controller = new AbortController()
    const sleeping = sleep(60_000, controller.signal)
    controller.abort(new Error("enough"))
    await expect(sleeping).rejects.toThrow("enough")
    await expect(sleep(60_000, controller.signal)).rejects.toThrow("enough")
  })
})
