import { createClient } from "@switchboard/client"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { ChatServer } from "../../../test-support/chat-server.ts"
import { SwitchboardTransport } from "./switchboard-transport.ts"
import type { UiChunk } from "./ui-message-stream.ts"

let server: ChatServer
let baseUrl: string
beforeEach(async () => {
  server = new ChatServer()
  baseUrl = await server.listen()
})
afterEach(() => server.close())

const make = (conversationId: string | null = null) => new SwitchboardTransport({ client: createClient({ baseUrl }), agentId: "agent", workspaceId: "w", conversationId })
const ask = (text: string) => [{ role: "user", parts: [{ type: "text", text }] }]

async function all(stream: ReadableStream<UiChunk> | null): Promise<UiChunk[]> {
  const chunks: UiChunk[] = []
  const reader = stream?.getReader()
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) chunks.push(next.value)
  return chunks
}
const words = (chunks: UiChunk[]) => chunks.flatMap((chunk) => (chunk.type === "text-delta" ? [chunk.delta] : [])).join("")

describe("the AI SDK's transport", () => {
  it("gives a whole turn as the protocol's chunks", async () => {
    server.script = ({ emit }) => {
      emit({ type: "status", status: "starting" })
      emit({ type: "reasoning", content: "hm", isComplete: false })
      emit({ type: "reasoning", content: "", isComplete: true })
      emit({ type: "text", content: "Let ", isComplete: false })
      emit({ type: "tool_start", toolName: "getTasks", toolCallId: "t", args: { limit: 2 }, displayName: "Get Tasks" })
      emit({ type: "tool_result", toolCallId: "t", result: [1], success: true, durationMs: 3 })
      emit({ type: "tool_start", toolName: "sendSms", toolCallId: "u", args: {}, displayName: "Send SMS" })
      emit({ type: "tool_result", toolCallId: "u", result: "refused", success: false, durationMs: 3 })
      emit({ type: "text", content: "Done.", isComplete: true })
    }
    const chunks = await all(await make().sendMessages({ messages: ask("go") }))
    expect(chunks.map((chunk) => chunk.type)).toEqual([
      "start", "data-status", "reasoning-start", "reasoning-delta", "reasoning-end", "text-start", "text-delta", "text-end",
      "tool-input-available", "tool-output-available", "tool-input-available", "tool-output-error", "text-start", "text-delta", "text-end", "finish",
    ])
    expect(chunks[8]).toEqual({ type: "tool-input-available", toolCallId: "t", toolName: "getTasks", input: { limit: 2 }, dynamic: true, title: "Get Tasks" })
    expect(chunks.at(-1)).toMatchObject({ messageMetadata: { stopReason: "end_turn", usage: { outputTokens: 64 } } })
  })

  it("loses and doubles nothing where the answer breaks", async () => {
    const said = Array.from({ length: 40 }, (_, i) => `w${i} `)
    server.script = async ({ emit }) => {
      for (const [i, content] of said.entries()) {
        emit({ type: "text", content, isComplete: i === said.length - 1 })
        if (i % 8 === 0) await new Promise((resolve) => setTimeout(resolve, 5))
      }
    }
    server.cuts.push(900, 700)
    expect(words(await all(await make().sendMessages({ messages: ask("go") })))).toBe(said.join(""))
  })

  it("speaks on in the same conversation, and goes on with a running turn after a reload", async () => {
    const transport = make()
    await all(await transport.sendMessages({ messages: ask("one") }))
    await all(await transport.sendMessages({ messages: [...ask("one"), ...ask("two")] }))
    const log = [...server.logs.values()][0]
    expect(server.logs.size).toBe(1)
    expect(log?.messages.map((message) => message.content)).toEqual(["one", "You said: one", "two", "You said: two"])
    if (!log) return
    server.tellsPosition = true
    expect(await make(log.id).reconnectToStream()).toBeNull()
    server.script = async ({ emit, message }) => {
      emit({ type: "text", content: "first half, ", isComplete: false })
      await new Promise((resolve) => setTimeout(resolve, 100))
      emit({ type: "text", content: message, isComplete: true })
    }
    server.startTurn(log, "three").ended.catch(() => undefined)
    const chunks = await all(await make(log.id).reconnectToStream())
    expect(words(chunks)).toBe("first half, three")
    expect(chunks.filter((chunk) => chunk.type === "start").length).toBe(1)
  })

  it("tells a cancelled turn, a failed one, and a refusal apart", async () => {
    server.script = ({ emit }) => emit({ type: "error", message: "overloaded", code: "overloaded", recoverable: true })
    expect((await all(await make().sendMessages({ messages: ask("go") }))).at(-1)).toEqual({ type: "error", errorText: "overloaded" })
    server.script = ({ emit }) => emit({ type: "done", usage: { inputTokens: 1, outputTokens: 1, costUsd: 0 }, turnCount: 1, stopReason: "cancelled", messageId: null })
    expect((await all(await make().sendMessages({ messages: ask("go") }))).at(-1)).toEqual({ type: "abort" })
    server.refusals.push({ path: "agent-chat", refusal: { status: 403, code: "forbidden" } })
    await expect(make().sendMessages({ messages: ask("go") }).then(all)).rejects.toMatchObject({ status: 403 })
  })
})
