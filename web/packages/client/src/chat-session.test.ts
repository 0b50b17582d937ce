import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { ChatServer, type Script } from "../../../test-support/chat-server.ts"
import { NodeXhr } from "../../../test-support/node-xhr.ts"
import { ChatSession } from "./chat-session.ts"
import type { ChatSessionOptions, ChatSnapshot } from "./chat-snapshot.ts"
import { pendingApprovals } from "./chat-state.ts"
import { createClient } from "./client.ts"
import type { HttpOptions } from "./http.ts"

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

function open(options: Partial<ChatSessionOptions> = {}, http: HttpOptions = {}): ChatSession {
  const session = new ChatSession({
    client: createClient({ baseUrl, ...http }),
    agentId: "agent",
    workspaceId: "workspace",
    backoff: { baseMs: 10, maxMs: 60 },
    times: { firstByteMs: 5_000, idleMs: 20_000 },
    ...options,
  })
  closers.push(session.open())
  return session
}

/** Resolves as soon as the session's snapshot is as wanted. */
function until(session: ChatSession, wanted: (snapshot: ChatSnapshot) => boolean): Promise<ChatSnapshot> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (!wanted(session.getSnapshot())) return
      clearTimeout(timer)
      leave()
      resolve(session.getSnapshot())
    }
    const leave = session.subscribe(look)
    const timer = setTimeout(() => {
      leave()
      const { state, status, error } = session.getSnapshot()
      reject(new Error(`still ${status} (${String(error)}): ${JSON.stringify(state.messages)}`))
    }, 15_000)
    look()
  })
}
const said = (snapshot: ChatSnapshot) => snapshot.state.messages.map((message) => `${message.role}: ${message.content}`)
const isIdle = (snapshot: ChatSnapshot) => snapshot.status === "idle" && snapshot.state.messages.some((m) => m.role === "assistant")
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const words = Array.from({ length: 40 }, (_, i) => `word${i} `)
const slowWords: Script = async ({ emit, signal }) => {
  for (const word of words) {
    if (signal.aborted) return
    emit({ type: "text", content: word, isComplete: false })
    await pause(5)
  }
  emit({ type: "text", content: "", isComplete: true })
}

describe("ChatSession", () => {
  it("sends the first message of a conversation and shows the answer", async () => {
    const created: string[] = []
    const session = open({ onConversationCreated: (id) => created.push(id) })
    await session.send("hello")
    const snapshot = await until(session, isIdle)
    expect(said(snapshot)).toEqual(["user: hello", "assistant: You said: hello"])
    expect(snapshot.state.usage?.inputTokens).toBe(1200)
    expect(created).toEqual([snapshot.state.conversationId])
  })

  it("goes through connecting and streaming to idle", async () => {
    server.script = slowWords
    const session = open()
    const seen: string[] = []
    session.subscribe(() => {
      const { status } = session.getSnapshot()
      if (seen.at(-1) !== status) seen.push(status)
    })
    void session.send("go")
    await until(session, isIdle)
    expect(seen).toEqual(["connecting", "streaming", "idle"])
  })

  it("loses and doubles nothing wherever the answer breaks", async () => {
    server.script = ({ emit }) => words.forEach((word) => emit({ type: "text", content: word, isComplete: false }))
    for (const bytes of [10, 190, 260, 700, 1500, 2600]) {
      server.cuts.push(bytes, 400, 300)
      const session = open()
      await session.send("go")
      const snapshot = await until(session, isIdle)
      expect(said(snapshot)).toEqual(["user: go", `assistant: ${words.join("")}`])
      server.cuts.length = 0
    }
    expect(server.logs.size).toBe(6)
  })

  it("survives a network that goes away in the middle, merged deltas included", async () => {
    server.script = slowWords
    const session = open()
    void session.send("go")
    await until(session, ({ state }) => (state.messages[1]?.content.length ?? 0) > 60)
    server.refusals.push(...Array.from({ length: 6 }, () => ({ path: "events", refusal: { status: 503, code: "shutting_down" } })))
    server.dropConnections()
    await pause(20)
    const log = [...server.logs.values()][0]
    while (log?.activeRunId !== null) await pause(20)
    log.mergeDeltas()
    const snapshot = await until(session, isIdle)
    expect(said(snapshot)[1]).toBe(`assistant: ${words.join("")}`)
  })

  it("stops a turn that has not said a word", async () => {
    server.script = ({ signal }) => new Promise((resolve) => signal.addEventListener("abort", () => resolve()))
    const session = open()
    void session.send("go")
    session.stop()
    expect(session.getSnapshot().isStopping).toBe(true)
    const snapshot = await until(session, isIdle)
    expect(snapshot.state.messages[1]?.state).toBe("cancelled")
    expect(snapshot.isStopping).toBe(false)
  })

  it("stops in the middle and keeps what was said", async () => {
    server.script = slowWords
    const session = open()
    void session.send("go")
    await until(session, ({ state }) => (state.messages[1]?.content.length ?? 0) > 20)
    session.stop()
    const snapshot = await until(session, isIdle)
    expect(snapshot.state.messages[1]).toMatchObject({ state: "cancelled" })
    expect(snapshot.state.messages[1]?.content.startsWith("word0 word1 ")).toBe(true)
  })

  it.each(["allow", "deny"] as const)("asks, and tells the agent to %s", async (decision) => {
    server.script = async ({ emit, approval }) => {
      emit({ type: "tool_start", toolName: "sendSms", toolCallId: "t", args: { to: "Ada" }, displayName: "Send SMS" })
      const answer = approval("a1")
      emit({ type: "permission_request", approvalId: "a1", toolName: "sendSms", toolCallId: "t", args: { to: "Ada" }, displayName: "Send SMS", reason: null, expiresAt: "2030-01-01T00:00:00Z" })
      const decided = await answer
      emit({ type: "permission_resolved", approvalId: "a1", decision: decided, decidedBy: "me" })
      emit({ type: "tool_result", toolCallId: "t", result: decided, success: decided === "allow", durationMs: 3 })
    }
    const session = open()
    void session.send("text Ada")
    await until(session, ({ state }) => pendingApprovals(state).length === 1)
    await session.resolve("a1", decision)
    const snapshot = await until(session, isIdle)
    expect(snapshot.state.messages[1]?.parts[0]).toMatchObject({ result: decision, state: decision === "allow" ? "completed" : "error" })
    await expect(session.resolve("a1", decision)).resolves.toBeUndefined()
  })

  it.each([false, true])("goes on with a running answer on a page that opens (position told: %s)", async (tells) => {
    server.tellsPosition = tells
    server.script = ({ emit }) => emit({ type: "text", content: "earlier", isComplete: true })
    const log = server.addConversation()
    await server.startTurn(log, "first").ended
    server.script = slowWords
    const { ended } = server.startTurn(log, "second")
    await pause(60)
    const session = open({ conversationId: log.id })
    const early = await until(session, ({ status, isLoading }) => !isLoading && status === "streaming")
    expect(said(early).slice(0, 3)).toEqual(["user: first", "assistant: earlier", "user: second"])
    const snapshot = await until(session, isIdle)
    expect(said(snapshot)).toEqual(["user: first", "assistant: earlier", "user: second", `assistant: ${words.join("")}`])
    await ended
  })

  it("keeps two pages of one conversation in step", async () => {
    server.script = slowWords
    const log = server.addConversation()
    const [one, two] = [open({ conversationId: log.id }), open({ conversationId: log.id })]
    await until(one, ({ isLoading }) => !isLoading)
    await until(two, ({ isLoading }) => !isLoading)
    void one.send("from one")
    const expected = ["user: from one", `assistant: ${words.join("")}`]
    expect(said(await until(one, isIdle))).toEqual(expected)
    expect(said(await until(two, (s) => isIdle(s) && s.state.messages.length === 2))).toEqual(expected)
    void two.send("from two")
    const all = [...expected, "user: from two", `assistant: ${words.join("")}`]
    expect(said(await until(one, (s) => isIdle(s) && s.state.messages.length === 4))).toEqual(all)
    expect(said(await until(two, (s) => isIdle(s) && s.state.messages.length === 4))).toEqual(all)
  })

  it("queues a second message behind the first", async () => {
    server.script = slowWords
    const session = open()
    void session.send("one")
    await until(session, ({ state }) => (state.messages[1]?.content.length ?? 0) > 20)
    void session.send("two", { onBusy: "queue" })
    await until(session, ({ state }) => state.runs[1]?.activity?.position === 1)
    const snapshot = await until(session, (s) => isIdle(s) && s.state.messages.length === 4 && s.state.messages[3]?.state === "complete")
    expect(said(snapshot)).toEqual(["user: one", `assistant: ${words.join("")}`, "user: two", `assistant: ${words.join("")}`])
  })

  it("reports a busy conversation", async () => {
    server.script = slowWords
    const errors: Error[] = []
    const log = server.addConversation()
    const session = open({ conversationId: log.id, onError: (error) => errors.push(error) })
    await until(session, ({ isLoading }) => !isLoading)
    server.startTurn(log, "elsewhere")
    await session.send("mine")
    expect(errors[0]).toMatchObject({ code: "conversation_busy" })
    expect(session.getSnapshot().state.messages.find((m) => m.content === "mine")).toMatchObject({ state: "error", error: { code: "conversation_busy" } })
  })

  it("sends again under the same key, so that a message never runs twice", async () => {
    server.refusals.push({ path: "agent-chat", refusal: { status: 503, code: "agent_unavailable" } })
    server.cuts.push(1)
    const session = open()
    await session.send("once")
    expect(said(await until(session, isIdle))).toEqual(["user: once", "assistant: You said: once"])
    expect(server.requests.filter((line) => line.includes("agent-chat"))).toHaveLength(3)
    expect([...server.logs.values()][0]?.messages).toHaveLength(2)
  })

  it("offers a failed answer again", async () => {
    server.script = ({ emit }) => emit({ type: "error", message: "Overloaded", code: "overloaded", recoverable: true })
    const errors: Error[] = []
    const session = open({ onError: (error) => errors.push(error) })
    await session.send("try")
    const failed = await until(session, ({ status }) => status === "error")
    expect(failed.error?.message).toBe("Overloaded")
    expect(errors).toHaveLength(1)
    server.script = ({ emit }) => emit({ type: "text", content: "Fine now.", isComplete: true })
    await session.retry(failed.state.messages[1]?.id ?? "")
    expect(said(await until(session, isIdle))).toEqual(["user: try", "assistant: Fine now."])
  })

  it("gives up on a server that stays away, and keeps the message for another try", async () => {
    const session = open({ maxAttempts: 2 }, { baseUrl: "http://127.0.0.1:1" })
    await session.send("anyone?")
    const failed = session.getSnapshot()
    expect(failed).toMatchObject({ status: "error" })
    expect(failed.state.messages[0]).toMatchObject({ state: "error", error: { code: "network" } })
  })

  it("fetches a fresh token when the old one has run out in the middle", async () => {
    server.script = slowWords
    let token = "old"
    const session = open({}, { getToken: (reason) => Promise.resolve(reason === "rejected" ? (token = "new") : token) })
    void session.send("go")
    await until(session, ({ state }) => (state.messages[1]?.content.length ?? 0) > 20)
    server.refusals.push({ path: "events", refusal: { status: 401, code: "unauthenticated" } })
    server.dropConnections()
    expect(said(await until(session, isIdle))[1]).toBe(`assistant: ${words.join("")}`)
    expect(server.tokens).toContain("Bearer new")
  })

  it.each(["xhr", "poll"] as const)("works the same by %s", async (streaming) => {
    server.script = slowWords
    const session = open({}, { streaming, createXhr: () => new NodeXhr() })
    await session.send("one")
    await until(session, (s) => isIdle(s) && s.state.messages[1]?.state === "complete")
    await session.send("two")
    const snapshot = await until(session, (s) => isIdle(s) && s.state.messages[3]?.state === "complete")
    expect(said(snapshot)).toEqual(["user: one", `assistant: ${words.join("")}`, "user: two", `assistant: ${words.join("")}`])
  })

  it("finds its way through a network that holds streams back", async () => {
    server.holdsStreams = true
    server.script = slowWords
    const log = server.addConversation()
    const session = open({ conversationId: log.id, times: { firstByteMs: 150 } })
    await until(session, ({ isLoading }) => !isLoading)
    await session.send("go")
    expect(said(await until(session, isIdle))).toEqual(["user: go", `assistant: ${words.join("")}`])
  })

  it("loads older messages page by page", async () => {
    const log = server.addConversation()
    for (let i = 0; i < 5; i++) log.addMessage("user", `m${i}`)
    const session = open({ conversationId: log.id, pageSize: 2 })
    expect(said(await until(session, ({ isLoading, state }) => !isLoading && state.messages.length > 0))).toEqual(["user: m3", "user: m4"])
    expect(session.getSnapshot().hasOlder).toBe(true)
    await session.loadOlder()
    await session.loadOlder()
    expect(said(session.getSnapshot())).toEqual([0, 1, 2, 3, 4].map((i) => `user: m${i}`))
    expect(session.getSnapshot().hasOlder).toBe(false)
  })

  it("rests in the background and comes back to what it missed", async () => {
    const log = server.addConversation()
    const session = open({ conversationId: log.id })
    await until(session, ({ isLoading }) => !isLoading)
    session.pause()
    await server.startTurn(log, "meanwhile").ended
    expect(session.getSnapshot().state.messages).toEqual([])
    session.resume()
    const snapshot = await until(session, (s) => isIdle(s) && s.state.messages.length === 2)
    expect(said(snapshot)).toEqual(["user: meanwhile", "assistant: You said: meanwhile"])
  })

  it("starts over when cleared", async () => {
    const session = open()
    await session.send("one")
    await until(session, isIdle)
    session.clear()
    expect(session.getSnapshot().state).toMatchObject({ messages: [], conversationId: null, cursor: 0 })
    await session.send("two")
    expect(said(await until(session, isIdle))).toEqual(["user: two", "assistant: You said: two"])
    expect(server.logs.size).toBe(2)
  })
})
