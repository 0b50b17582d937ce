import type { AgentMessage, Approval } from "@switchboard/client"
import { cleanup, fireEvent, render, screen } from "@testing-library/react"
import axe from "axe-core"
import { afterEach, describe, expect, it, vi } from "vitest"
import { activityText } from "./activity-text"
import { ApprovalCard } from "./approval-card"
import { AssistantMessage } from "./assistant-message"
import { Composer } from "./composer"
import { UserMessage } from "./user-message"

afterEach(cleanup)

const message: AgentMessage = {
  id: "m",
  role: "assistant",
  content: "Done.",
  parts: [
    { type: "reasoning", reasoning: "first line\nsecond line" },
    { type: "tool-call", toolCallId: "t", toolName: "getTasks", args: { limit: 3 }, result: { rows: 2 }, state: "completed" },
    { type: "text", text: "Done." },
  ],
  createdAt: "2026-01-01T00:00:00Z",
  state: "complete",
  tools: { t: { displayName: "Get Tasks", durationMs: 1500 } },
  usage: { inputTokens: 1000, outputTokens: 20, cacheReadTokens: 200, cacheWriteTokens: 0, costUsd: 0.02 },
}
const show = (change: Partial<AgentMessage> = {}, extra: { isStopping?: boolean; onRetry?: () => Promise<void> } = {}) =>
  render(<AssistantMessage name="Penny" message={{ ...message, ...change }} activity={null} isStopping={extra.isStopping ?? false} onRetry={extra.onRetry ?? (() => Promise.resolve())} />)

async function expectNoBarrier(): Promise<void> {
  const { violations } = await axe.run(document.body, { rules: { region: { enabled: false }, "color-contrast": { enabled: false } } })
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([])
}

describe("an answer", () => {
  it("shows its tool with arguments, result and duration, and its cost", async () => {
    show()
    expect(screen.getByText("Get Tasks")).toBeTruthy()
    expect(screen.getByText("limit: 3")).toBeTruthy()
    expect(screen.getByText("1.5 s")).toBeTruthy()
    expect(screen.getByLabelText("Done")).toBeTruthy()
    expect(screen.getByText(/1.2K in · 20 out · \$0.02/)).toBeTruthy()
    await expectNoBarrier()
  })

  it("folds its reasoning away", () => {
    show()
    expect(screen.getByText("Thought").closest("details")?.open).toBe(false)
  })

  it("says that it thinks before its first word, and that it stops", () => {
    show({ state: "streaming", parts: [], content: "" })
    expect(screen.getByRole("status").textContent).toContain("Thinking…")
    cleanup()
    show({ state: "streaming", parts: [], content: "" }, { isStopping: true })
    expect(screen.getByRole("status").textContent).toContain("Stopping…")
  })

  it("offers a failed turn again", () => {
    const onRetry = vi.fn(() => Promise.resolve())
    show({ state: "error", error: { message: "Overloaded", code: "overloaded", recoverable: true } }, { onRetry })
    expect(screen.getByRole("alert").textContent).toContain("Overloaded")
    fireEvent.click(screen.getByRole("button", { name: "Try again" }))
    expect(onRetry).toHaveBeenCalledWith("m")
  })

  it("offers nothing where trying again cannot help", () => {
    show({ state: "error", error: { message: "Too long", code: "context_too_long", recoverable: false } })
    expect(screen.queryByRole("button", { name: "Try again" })).toBeNull()
  })

  it("puts what a run waits for into words", () => {
    expect(activityText({ status: "queued", position: 2 }, true)).toBe("Waiting in line, place 2")
    expect(activityText({ status: "retrying", attempt: 3 }, false)).toContain("attempt 3")
    expect(activityText(null, false)).toBe("Thinking…")
  })
})

describe("a question of one's own", () => {
  it("says when it was not sent, and sends it again", () => {
    const onRetry = vi.fn(() => Promise.resolve())
    render(<UserMessage message={{ ...message, role: "user", state: "error", error: { message: "offline", code: "network", recoverable: true } }} onRetry={onRetry} />)
    expect(screen.getByRole("alert").textContent).toContain("offline")
    fireEvent.click(screen.getByRole("button", { name: "Retry" }))
    expect(onRetry).toHaveBeenCalledOnce()
  })
})

describe("an approval", () => {
  const approval: Approval = { approvalId: "a", runId: "r", toolCallId: "t", toolName: "sendSms", displayName: "Send SMS", args: { to: "Ada" }, reason: "It writes.", expiresAt: "2030-01-01T00:00:00Z", decision: null, decidedBy: null }
  it.each([
    ["Allow once", "allow", false],
    ["Always allow", "allow", true],
    ["Deny", "deny", false],
  ] as const)("can be answered: %s", async (label, decision, remember) => {
    const onAnswer = vi.fn()
    render(<ApprovalCard approval={approval} onAnswer={onAnswer} />)
    await expectNoBarrier()
    fireEvent.click(screen.getByRole("button", { name: label }))
    fireEvent.click(screen.getByRole("button", { name: label }))
    expect(onAnswer.mock.calls).toEqual([["a", decision, remember]])
  })
})

describe("the composer", () => {
  const open = (isStreaming = false) => {
    window.matchMedia = vi.fn().mockReturnValue({ matches: true })
    const props = { onSend: vi.fn(), onStop: vi.fn() }
    render(<Composer agentName="Penny" isStreaming={isStreaming} isStopping={false} queuePosition={null} {...props} />)
    return { ...props, box: screen.getByRole("textbox", { name: "Message Penny" }) }
  }
  it("sends with Enter, breaks the line with Shift and Enter, and sends no blanks", async () => {
    const { onSend, box } = open()
    fireEvent.change(box, { target: { value: "  " } })
    fireEvent.keyDown(box, { key: "Enter" })
    fireEvent.change(box, { target: { value: " hello " } })
    fireEvent.keyDown(box, { key: "Enter", shiftKey: true })
    expect(onSend).not.toHaveBeenCalled()
    fireEvent.keyDown(box, { key: "Enter" })
    expect(onSend.mock.calls).toEqual([["hello"]])
    expect((box as HTMLTextAreaElement).value).toBe("")
    await expectNoBarrier()
  })
  it("stops, and still takes the next message", () => {
    const { onStop, onSend, box } = open(true)
    fireEvent.click(screen.getByRole("button", { name: "Stop" }))
    expect(onStop).toHaveBeenCalledOnce()
    fireEvent.change(box, { target: { value: "next" } })
    fireEvent.click(screen.getByRole("button", { name: "Send" }))
    expect(onSend).toHaveBeenCalledWith("next")
  })
})
