import { ChatSession, type ChatSnapshot } from "@switchboard/client"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { ChatServer } from "../../../test-support/chat-server.ts"
import { NodeXhr } from "../../../test-support/node-xhr.ts"
import { appActivityOf } from "../src/app-activity.ts"
import { expiryOf } from "../src/expiry.ts"
import { createMobileClient, type MobileClientOptions } from "../src/mobile-client.ts"

let server: ChatServer
let baseUrl: string
const closers: (() => void)[] = []
beforeEach(async () => {
  server = new ChatServer()
  baseUrl = await server.listen()
})
afterEach(async () => {
  closers.splice(0).forEach((close) => close())
  await server.close()
})

const hour = 3_600_000
function client(options: Partial<MobileClientOptions> = {}) {
  return createMobileClient({
    baseUrl,
    session: { accessToken: "first", expiresAt: Date.now() + hour },
    refresh: () => Promise.resolve({ accessToken: "second", expiresAt: Date.now() + hour }),
    onSignedOut: () => undefined,
    createXhr: () => new NodeXhr(),
    ...options,
  })
}

/** A session on a phone, which goes to the background and comes back as it is told. */
function open(mobile = client()) {
  let listener: (state: string) => void = () => undefined
  const activity = appActivityOf({
    addEventListener: (_, onChange) => {
      listener = onChange
      return { remove: () => undefined }
    },
  })
  const session = new ChatSession({ client: mobile, agentId: "agent", workspaceId: "w", backoff: { baseMs: 10, maxMs: 50 } })
  closers.push(session.open(), activity((isActive) => (isActive ? session.resume() : session.pause())))
  return { session, moveTo: (state: string) => listener(state) }
}

function until(session: ChatSession, wanted: (snapshot: ChatSnapshot) => boolean): Promise<ChatSnapshot> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(JSON.stringify(session.getSnapshot()))), 15_000)
    const look = (): void => {
      if (!wanted(session.getSnapshot())) return
      clearTimeout(timer)
      leave()
      resolve(session.getSnapshot())
    }
    const leave = session.subscribe(look)
    look()
  })
}
const isDone = (count: number) => (snapshot: ChatSnapshot) => snapshot.status === "idle" && snapshot.state.messages.length === count

describe("the mobile client", () => {
  it("streams without fetch, and never asks it for a stream", async () => {
    const { session } = open()
    await session.send("hello")
    const snapshot = await until(session, isDone(2))
    expect(snapshot.state.messages[1]?.content).toBe("You said: hello")
    expect(server.tokens.every((token) => token === "Bearer first")).toBe(true)
  })

  it("comes back from the background to what was said meanwhile", async () => {
    const { session, moveTo } = open()
    await session.send("hello")
    await until(session, isDone(2))
    moveTo("background")
    const log = [...server.logs.values()][0]
    if (!log) throw new Error("no conversation")
    await server.startTurn(log, "from the web").ended
    moveTo("active")
    const snapshot = await until(session, isDone(4))
    expect(snapshot.state.messages.map((message) => message.content)).toEqual(["hello", "You said: hello", "from the web", "You said: from the web"])
  })

  it("loses nothing when the radio goes away in the middle", async () => {
    server.script = async ({ emit }) => {
      for (let i = 0; i < 30; i++) {
        emit({ type: "text", content: `${i} `, isComplete: i === 29 })
        await new Promise((resolve) => setTimeout(resolve, 8))
      }
    }
    const { session } = open()
    void session.send("count")
    await until(session, ({ state }) => (state.messages[1]?.content.length ?? 0) > 20)
    server.dropConnections()
    const snapshot = await until(session, isDone(2))
    expect(snapshot.state.messages[1]?.content).toBe(Array.from({ length: 30 }, (_, i) => `${i} `).join(""))
  })

  it("renews a token before it runs out, once for requests that come together", async () => {
    let renewals = 0
    const refresh = () => {
      renewals += 1
      return new Promise<{ accessToken: string; expiresAt: number }>((resolve) => setTimeout(() => resolve({ accessToken: "second", expiresAt: Date.now() + hour }), 30))
    }
    const mobile = client({ session: { accessToken: "first", expiresAt: Date.now() + 1_000 }, refresh })
    await Promise.all([mobile.conversations.list("a", "w"), mobile.conversations.list("a", "w")])
    expect(renewals).toBe(1)
    expect(server.tokens).toEqual(["Bearer second", "Bearer second"])
  })

  it("signs out when the provider gives no more tokens", async () => {
    let isOut = false
    server.refusals.push({ path: "agent-conversations", refusal: { status: 401, code: "unauthenticated" } }, { path: "agent-conversations", refusal: { status: 401, code: "unauthenticated" } })
    const mobile = client({ refresh: () => Promise.resolve(null), onSignedOut: () => (isOut = true) })
    await expect(mobile.conversations.list("a", "w")).rejects.toMatchObject({ status: 401 })
    expect(isOut).toBe(true)
  })

  it("reads a token's end", () => {
    const token = (claims: object) => `h.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.s`
    expect(expiryOf(token({ exp: 1_800_000_000, name: "Zoë 😀" }))).toBe(1_800_000_000_000)
    expect(expiryOf(token({}))).toBe(0)
    expect(expiryOf("nonsense")).toBe(0)
  })
})
