import { describe, expect, it } from "vitest"
import { parseStreamEvent, ProtocolError, toStreamEvent } from "./events.ts"

describe("events", () => {
  it("reads every type of the contract", () => {
    const events = [
      { type: "session", seq: 1, sessionId: "s", conversationId: "c", runId: "r", isResumed: false },
      { type: "text", seq: 2, content: "a", isComplete: false },
      { type: "reasoning", seq: 3, content: "b", isComplete: true },
      { type: "tool_start", seq: 4, toolName: "getTasks", toolCallId: "t", args: { n: 1 }, displayName: "Get Tasks" },
      { type: "tool_result", seq: 5, toolCallId: "t", result: [1], success: true, durationMs: 12 },
      { type: "permission_request", seq: 6, approvalId: "a", toolName: "x", toolCallId: "t", args: {}, displayName: "X", reason: "writes", expiresAt: "2026-01-01T00:00:00Z" },
      { type: "permission_resolved", seq: 7, approvalId: "a", decision: "expired", decidedBy: null },
      { type: "status", seq: 8, status: "queued", position: 2 },
      { type: "done", seq: 9, usage: { inputTokens: 1, outputTokens: 2, cacheReadTokens: 3, cacheWriteTokens: 4, costUsd: 0.1 }, turnCount: 1, stopReason: "end_turn", messageId: "m" },
      { type: "error", seq: 10, message: "no", code: "overloaded", recoverable: true },
    ]
    expect(events.map(toStreamEvent)).toEqual(events)
  })

  it("counts types that it does not know", () => {
    expect(parseStreamEvent('{"type":"weather","seq":4,"sky":"blue"}')).toEqual({ type: "unknown", seq: 4 })
  })

  it("lets fields of later servers pass", () => {
    expect(toStreamEvent({ type: "text", seq: 1, content: "a", isComplete: true, mood: "good" })).toMatchObject({ content: "a" })
  })

  it("reads the seed's shorter usage", () => {
    const done = toStreamEvent({ type: "done", seq: 1, usage: { inputTokens: 1, outputTokens: 2, costUsd: 0 }, turnCount: 1, stopReason: "end_turn", messageId: null })
    expect(done).toMatchObject({ usage: { cacheReadTokens: 0, cacheWriteTokens: 0 } })
  })

  it.each(["nonsense", "[]", '{"type":"text"}', '{"type":"text","seq":1}', '{"type":"text","seq":-1,"content":"","isComplete":true}', '{"seq":1}'])(
    "refuses %s",
    (data) => {
      expect(() => parseStreamEvent(data)).toThrow(ProtocolError)
    },
  )
})
