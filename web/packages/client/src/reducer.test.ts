import { describe, expect, it } from "vitest"
import { activeRun, type ChatState, initialChatState, pendingApprovals } from "./chat-state.ts"
import { type StreamEvent, toStreamEvent } from "./events.ts"
import type { AgentMessage } from "./messages.ts"
import { chatReducer } from "./reducer.ts"

const usage = { inputTokens: 10, outputTokens: 5, cacheReadTokens: 0, cacheWriteTokens: 0, costUsd: 0.01 }

/** Numbers events from 1 (or `first`) and checks them as the stream would. */
function events(list: ({ type: string } & Record<string, unknown>)[], first = 1): StreamEvent[] {
  return list.map((event, index) => toStreamEvent({ seq: first + index, ...event }))
}
function fold(list: readonly StreamEvent[], state: ChatState = initialChatState()): ChatState {
  return list.reduce((before, event) => chatReducer(before, { kind: "event", event }), state)
}
const session = (runId = "r1") => ({ type: "session", sessionId: "s", conversationId: "c", runId, isResumed: false })
const text = (content: string, isComplete = false) => ({ type: "text", content, isComplete })
const done = (messageId: string | null = "m1", stopReason = "end_turn") => ({ type: "done", usage, turnCount: 1, stopReason, messageId })
const user = (content: string, extra: Partial<AgentMessage> = {}): AgentMessage => ({
  id: `local-${content}`,
  role: "user",
  content,
  parts: [{ type: "text", text: content }],
  createdAt: "2026-01-01T00:00:00Z",
  state: "sending",
  ...extra,
})

describe("chatReducer", () => {
  it("builds the seed's parts from a whole turn", () => {
    const state = fold(
      events([
        session(),
        { type: "status", status: "starting" },
        { type: "reasoning", content: "Let me ", isComplete: false },
        { type: "reasoning", content: "look.", isComplete: true },
        text("I'll check. "),
        text("", true),
        { type: "tool_start", toolName: "getTasks", toolCallId: "t1", args: { limit: 3 }, displayName: "Get Tasks" },
        { type: "tool_result", toolCallId: "t1", result: { rows: 2 }, success: true, durationMs: 34 },
        text("You have "),
        text("two."),
        text("", true),
        done(),
      ]),
    )
    expect(state.messages).toHaveLength(1)
    expect(state.messages[0]).toMatchObject({
      role: "assistant",
      state: "complete",
      serverId: "m1",
      content: "I'll check. \n\nYou have two.",
      tools: { t1: { displayName: "Get Tasks", durationMs: 34 } },
      usage,
    })
    expect(state.messages[0]?.parts).toEqual([
      { type: "reasoning", reasoning: "Let me look." },
      { type: "text", text: "I'll check. " },
      { type: "tool-call", toolCallId: "t1", toolName: "getTasks", args: { limit: 3 }, result: { rows: 2 }, state: "completed" },
      { type: "text", text: "You have two." },
    ])
    expect(state).toMatchObject({ cursor: 12, conversationId: "c", sessionId: "s", usage, runs: [] })
  })

  it("changes nothing for an event that it has seen", () => {
    const list = events([session(), text("a"), text("b")])
    const once = fold(list)
    expect(fold(list, once)).toBe(once)
    expect(fold([list[1]!, list[2]!, list[0]!], once)).toBe(once)
  })

  it("keeps messages that an event does not touch", () => {
    const before = fold(events([session(), text("a", true), done()]))
    const after = fold(events([session("r2"), text("b")], before.cursor + 1), before)
    expect(after.messages[0]).toBe(before.messages[0])
  })

  it("takes a merged block for the block that it saw begin", () => {
    const begun = fold(events([session(), text("Once upon "), text("a ti")]))
    const merged = fold([...events([text("Once upon a time.", true)], 9), ...events([done()], 10)], begun)
    expect(merged.messages[0]?.content).toBe("Once upon a time.")
    expect(merged.cursor).toBe(10)
  })

  it("appends the rest of a block when the server sends only the rest", () => {
    const begun = fold(events([session(), text("Once upon ")]))
    expect(fold(events([text("a time.", true)], 9), begun).messages[0]?.content).toBe("Once upon a time.")
  })

  it("gives two blocks of text two parts, and an empty block none", () => {
    const state = fold(events([session(), text("a", true), text("", true), text("b", true)]))
    expect(state.messages[0]?.parts).toEqual([
      { type: "text", text: "a" },
      { type: "text", text: "b" },
    ])
  })

  it("puts the answer after its question and marks the question as sent", () => {
    const asked = chatReducer(initialChatState(), { kind: "send", message: user("hi") })
    const state = fold(events([session()]), asked)
    expect(state.messages.map((m) => [m.role, m.state])).toEqual([
      ["user", "complete"],
      ["assistant", "streaming"],
    ])
    expect(state.foreignRuns).toEqual([])
  })

  it("notices a turn that another device began", () => {
    expect(fold(events([session("r9")])).foreignRuns).toEqual(["r9"])
  })

  it("binds a question to its own run although another's comes first", () => {
    const asked = chatReducer(initialChatState({ conversationId: "c" }), { kind: "send", message: user("mine") })
    const event = toStreamEvent({ seq: 5, ...session("mine") })
    if (event.type !== "session") throw new Error("not a session")
    const accepted = chatReducer(asked, { kind: "accepted", messageId: "local-mine", event })
    const state = fold(events([session("theirs"), text("x", true), done("m0"), { type: "unheard_of" }, session("mine")]), accepted)
    expect(state.messages.map((m) => m.runId)).toEqual(["mine", "mine", "theirs"])
    expect(state.foreignRuns).toEqual(["theirs"])
  })

  it("shows a question in its card and in its tool part until it is answered", () => {
    const ask = { type: "permission_request", approvalId: "a1", toolName: "sendSms", toolCallId: "t1", args: { to: "x" }, displayName: "Send SMS", reason: null, expiresAt: "2026-01-01T00:10:00Z" }
    const asked = fold(events([session(), { type: "tool_start", toolName: "sendSms", toolCallId: "t1", args: { to: "x" }, displayName: "Send SMS" }, ask]))
    expect(pendingApprovals(asked)).toHaveLength(1)
    expect(asked.messages[0]?.parts[0]).toMatchObject({ state: "pending" })
    const allowed = fold(events([{ type: "permission_resolved", approvalId: "a1", decision: "allow", decidedBy: "u" }], 4), asked)
    expect(pendingApprovals(allowed)).toEqual([])
    expect(allowed.messages[0]?.parts[0]).toMatchObject({ state: "running" })
    const denied = fold(events([{ type: "permission_resolved", approvalId: "a1", decision: "deny", decidedBy: "u" }], 4), asked)
    expect(denied.messages[0]?.parts[0]).toMatchObject({ state: "error" })
  })

  it("keeps a tool waiting when its question comes before its start", () => {
    const ask = { type: "permission_request", approvalId: "a1", toolName: "x", toolCallId: "t1", args: {}, displayName: "X", reason: null, expiresAt: "z" }
    const state = fold(events([session(), ask, { type: "tool_start", toolName: "x", toolCallId: "t1", args: {}, displayName: "X" }]))
    expect(state.messages[0]?.parts).toHaveLength(1)
    expect(state.messages[0]?.parts[0]).toMatchObject({ state: "pending" })
  })

  it("closes what a cancelled turn left open", () => {
    const state = fold(
      events([
        session(),
        text("part"),
        { type: "tool_start", toolName: "x", toolCallId: "t1", args: {}, displayName: "X" },
        { type: "permission_request", approvalId: "a1", toolName: "x", toolCallId: "t1", args: {}, displayName: "X", reason: null, expiresAt: "z" },
        done("m1", "cancelled"),
      ]),
    )
    expect(state.messages[0]).toMatchObject({ state: "cancelled", content: "part" })
    expect(state.messages[0]?.parts[1]).toMatchObject({ state: "error" })
    expect(pendingApprovals(state)).toEqual([])
    expect(activeRun(state)).toBeNull()
  })

  it("keeps what was said before an error, with the error", () => {
    const state = fold(events([session(), text("so far"), { type: "error", message: "Overloaded", code: "overloaded", recoverable: true }]))
    expect(state.messages[0]).toMatchObject({ state: "error", content: "so far", error: { message: "Overloaded", code: "overloaded", recoverable: true } })
  })

  it("shows a queued turn's place while the first one speaks", () => {
    const state = fold(events([session("r1"), text("a"), session("r2"), { type: "status", status: "queued", position: 1 }, text("b", true)]))
    expect(state.messages.map((m) => [m.content, m.state])).toEqual([
      ["ab", "streaming"],
      ["", "queued"],
    ])
    expect(state.runs[1]?.activity).toEqual({ status: "queued", position: 1 })
    const next = fold(events([done("m1"), { type: "status", status: "starting" }, text("c", true)], 6), state)
    expect(next.messages.map((m) => [m.content, m.state])).toEqual([
      ["ab", "complete"],
      ["c", "streaming"],
    ])
  })

  it("follows an event's own run id where the server gives one", () => {
    const state = fold(events([session("r1"), session("r2"), { ...done(null, "cancelled"), runId: "r2" }, { ...text("still here", true), runId: "r1" }]))
    expect(state.messages.map((m) => [m.content, m.state])).toEqual([
      ["still here", "streaming"],
      ["", "cancelled"],
    ])
  })

  it("tells of a retry until the next word", () => {
    const retrying = fold(events([session(), { type: "status", status: "retrying", attempt: 2, delayMs: 800 }]))
    expect(activeRun(retrying)?.activity).toEqual({ status: "retrying", attempt: 2, delayMs: 800 })
    expect(activeRun(fold(events([text("a")], 3), retrying))?.activity).toBeNull()
  })

  describe("catching up on a page that opens", () => {
    const rows = [user("q1", { id: "u1", serverId: "u1", state: "complete" }), { ...user("a1", { id: "m1", serverId: "m1", state: "complete" }), role: "assistant" as const }]
    const loaded = initialChatState({ conversationId: "c", messages: rows })

    it("shows finished turns once", () => {
      const state = chatReducer(loaded, { kind: "catch_up", events: events([session("r1"), text("a1", true), done("m1")]) })
      expect(state.messages).toEqual(rows)
      expect(state.cursor).toBe(3)
      expect(state.foreignRuns).toEqual([])
    })

    it("goes on with the turn under way", () => {
      const more = { ...loaded, messages: [...rows, user("q2", { id: "u2", serverId: "u2", state: "complete" })] }
      const past = events([session("r1"), text("a1", true), done("m1"), session("r2"), text("so ")])
      const state = fold(events([text("far", true)], 6), chatReducer(more, { kind: "catch_up", events: past }))
      expect(state.messages.map((m) => m.content)).toEqual(["q1", "a1", "q2", "so far"])
      expect(state.runs).toHaveLength(1)
    })

    it("drops old failures but keeps the one that left the last question open", () => {
      const failed = [session("r0"), { type: "error", message: "no", code: "agent_crashed", recoverable: true }]
      expect(chatReducer(loaded, { kind: "catch_up", events: events(failed) }).messages).toEqual(rows)
      const open = { ...loaded, messages: [...rows, user("q2", { id: "u2", serverId: "u2", state: "complete" })] }
      expect(chatReducer(open, { kind: "catch_up", events: events(failed) }).messages.at(-1)).toMatchObject({ state: "error" })
    })
  })

  it("joins rows with what is shown, in order and without doubles", () => {
    const asked = chatReducer(initialChatState(), { kind: "send", message: user("q1") })
    const live = fold(events([session(), text("a1", true), done("m1"), session("r2"), text("a2")]), asked)
    const row = (id: string, role: "user" | "assistant", content: string) => ({ ...user(content, { id, serverId: id, state: "complete" }), role })
    const rows = [row("u1", "user", "q1"), row("m1", "assistant", "a1"), row("u2", "user", "q2")]
    const state = chatReducer(live, { kind: "loaded", messages: rows })
    expect(state.messages.map((m) => m.content)).toEqual(["q1", "a1", "q2", "a2"])
    expect(state.messages[0]?.id).toBe("local-q1")
    expect(state.messages[1]).toBe(live.messages[1])
    expect(chatReducer(state, { kind: "loaded", messages: rows }).messages.map((m) => m.content)).toEqual(["q1", "a1", "q2", "a2"])
    const older = chatReducer(state, { kind: "older", messages: [row("u0", "user", "q0"), row("u1", "user", "q1")] })
    expect(older.messages.map((m) => m.content)).toEqual(["q0", "q1", "a1", "q2", "a2"])
  })
})
