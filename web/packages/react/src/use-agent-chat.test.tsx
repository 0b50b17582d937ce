import { createClient } from "@switchboard/client"
import { act, cleanup, fireEvent, render, renderHook, screen, waitFor } from "@testing-library/react"
import { Profiler, type ReactNode, StrictMode } from "react"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { ChatServer } from "../../../test-support/chat-server.ts"
import { ClientProvider } from "./client-provider.tsx"
import { useAgentChat, type UseAgentChatOptions } from "./use-agent-chat.ts"

let server: ChatServer
let wrapper: (props: { children: ReactNode }) => ReactNode
beforeEach(async () => {
  server = new ChatServer()
  const client = createClient({ baseUrl: await server.listen(), fetch: globalThis.fetch })
  wrapper = ({ children }) => (
    <StrictMode>
      <ClientProvider client={client}>{children}</ClientProvider>
    </StrictMode>
  )
})
afterEach(async () => {
  cleanup()
  await server.close()
})

const ids = { agentId: "agent", workspaceId: "workspace" }
const chat = (options: Partial<UseAgentChatOptions> = {}) =>
  renderHook((props: UseAgentChatOptions) => useAgentChat(props), { wrapper, initialProps: { ...ids, ...options } })
const patient = { timeout: 15_000 }

describe("useAgentChat", () => {
  it("begins with the seed's values", () => {
    const { result } = chat()
    expect(result.current).toMatchObject({ messages: [], status: "idle", error: null, conversationId: null, sessionId: null, isStreaming: false, usage: null })
  })

  it("sends, shows the answer and its usage, and tells of the new conversation", async () => {
    const created: string[] = []
    const { result } = chat({ onConversationCreated: (id) => created.push(id) })
    await act(() => result.current.sendMessage("hello"))
    await waitFor(() => expect(result.current.status).toBe("idle"), patient)
    expect(result.current.messages.map((m) => m.content)).toEqual(["hello", "You said: hello"])
    expect(result.current.usage?.costUsd).toBeCloseTo(0.0046)
    expect(created).toEqual([result.current.conversationId])
    expect(result.current.sessionId).not.toBeNull()
  })

  it("stays in the conversation that it began when the caller passes its id back", async () => {
    const { result, rerender } = chat()
    await act(() => result.current.sendMessage("hello"))
    await waitFor(() => expect(result.current.status).toBe("idle"), patient)
    const { messages, conversationId } = result.current
    rerender({ ...ids, conversationId })
    expect(result.current.messages).toEqual(messages)
    rerender({ ...ids, conversationId: null })
    expect(result.current.messages).toEqual([])
  })

  it("loads another conversation when the caller changes to it, and resumes its running turn", async () => {
    const log = server.addConversation()
    let finish = (): void => undefined
    server.script = async ({ emit }) => {
      emit({ type: "text", content: "still ", isComplete: false })
      await new Promise<void>((resolve) => (finish = resolve))
      emit({ type: "text", content: "going", isComplete: true })
    }
    server.startTurn(log, "earlier")
    const { result, rerender } = chat()
    rerender({ ...ids, conversationId: log.id })
    await waitFor(() => expect(result.current.messages.map((m) => m.content)).toEqual(["earlier", "still "]), patient)
    expect(result.current.isStreaming).toBe(true)
    act(() => finish())
    await waitFor(() => expect(result.current.messages.at(-1)?.content).toBe("still going"), patient)
  })

  it("shows a question and passes on its answer", async () => {
    server.script = async ({ emit, approval }) => {
      const answered = approval("a1")
      emit({ type: "permission_request", approvalId: "a1", toolName: "x", toolCallId: "t", args: {}, displayName: "X", reason: null, expiresAt: "2030-01-01T00:00:00Z" })
      emit({ type: "text", content: await answered, isComplete: true })
    }
    const { result } = chat()
    await act(() => result.current.sendMessage("go"))
    await waitFor(() => expect(result.current.approvals).toHaveLength(1), patient)
    await act(() => result.current.resolveApproval("a1", "deny"))
    await waitFor(() => expect(result.current.messages.at(-1)?.content).toBe("deny"), patient)
    await waitFor(() => expect(result.current.approvals).toEqual([]), patient)
  })

  it("tells of the queue, and stops", async () => {
    server.script = ({ signal }) => new Promise((resolve) => signal.addEventListener("abort", () => resolve()))
    const { result } = chat()
    await act(() => result.current.sendMessage("one"))
    await act(() => result.current.sendMessage("two", { onBusy: "queue" }))
    await waitFor(() => expect(result.current.queuePosition).toBe(1), patient)
    act(() => result.current.stopGeneration())
    await waitFor(() => expect(result.current.isStreaming).toBe(false), patient)
  })

  it("reports errors and clears", async () => {
    const errors: Error[] = []
    server.refusals.push({ path: "agent-chat", refusal: { status: 404, code: "not_found" } })
    const { result } = chat({ onError: (error) => errors.push(error) })
    await act(() => result.current.sendMessage("hello"))
    expect(result.current).toMatchObject({ status: "error", isStreaming: false })
    expect(result.current.error).toBe(errors[0])
    act(() => result.current.clearMessages())
    expect(result.current).toMatchObject({ status: "idle", error: null, messages: [] })
  })

  it("draws a fast answer fewer than 60 times a second", async () => {
    const tokens = 2_000
    server.script = async ({ emit }) => {
      for (let i = 0; i < tokens; i++) {
        emit({ type: "text", content: "tok ", isComplete: i === tokens - 1 })
        if (i % 20 === 19) await new Promise((resolve) => setTimeout(resolve, 10))
      }
    }
    let commits = 0
    function Chat() {
      const { messages, status, sendMessage } = useAgentChat(ids)
      return (
        <>
          <button onClick={() => void sendMessage("go")}>{status}</button>
          <p data-testid="answer">{messages[1]?.content.length ?? 0}</p>
        </>
      )
    }
    render(<Profiler id="chat" onRender={() => (commits += 1)}><Chat /></Profiler>, { wrapper })
    const start = Date.now()
    fireEvent.click(screen.getByRole("button"))
    await waitFor(() => expect(screen.getByTestId("answer").textContent).toBe(String(tokens * 4)), patient)
    await waitFor(() => expect(screen.getByRole("button").textContent).toBe("idle"), patient)
    const seconds = Math.max(1, (Date.now() - start) / 1000)
    expect(commits / seconds).toBeLessThan(60)
    expect(commits).toBeGreaterThan(5)
  })
})
