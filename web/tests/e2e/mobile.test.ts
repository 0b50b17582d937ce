/** What runs on phones, without a browser, against the real server: the guide's own snippet, and the example's client. */
import { readFileSync } from "node:fs"
import path from "node:path"
import { ChatSession, type ChatSnapshot } from "@switchboard/client"
import ts from "typescript"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { appActivityOf } from "../../examples/mobile/src/app-activity.ts"
import { createMobileClient } from "../../examples/mobile/src/mobile-client.ts"
import { numberedWords } from "../../test-support/browser.ts"
import { NodeXhr } from "../../test-support/node-xhr.ts"
import { until } from "../../test-support/program.ts"
import { RealStack, seed } from "../../test-support/real-stack.ts"

let stack: RealStack
beforeAll(async () => {
  stack = await RealStack.start()
})
afterAll(() => stack.close())

/** What the snippet calls and leaves to its reader. */
interface Callbacks {
  onTextChunk: (text: string) => void
  onToolStart: (name: string, args: unknown) => void
  onToolResult: (id: string, result: unknown) => void
  onComplete: (usage: Record<string, number>) => void
  onError: (message: string) => void
}
type StreamAgentChat = (params: Record<string, string>, token: string) => Promise<void>

/** The guide's function as it stands there, its types taken off, and its address pointed at this server. */
function snippet(callbacks: Callbacks): StreamAgentChat {
  const source = readFileSync(path.join(import.meta.dirname, "fixtures/react-native-snippet.ts.txt"), "utf8")
  const script = ts.transpile(source, { target: ts.ScriptTarget.ES2022 })
  const here = (url: string, init: RequestInit) => fetch(url.replace("https://yourapp.vercel.app", stack.serverUrl), init)
  const names = Object.keys(callbacks)
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the text is the test's own fixture, run as it is
  const make = new Function("fetch", ...names, `${script}\nreturn streamAgentChat`) as (...given: unknown[]) => StreamAgentChat
  return make(here, ...(Object.values(callbacks) as unknown[]))
}

async function askBySnippet(message: string) {
  const seen = { text: "", tools: [] as string[], results: [] as unknown[], usage: null as Record<string, number> | null, errors: [] as string[] }
  const stream = snippet({
    onTextChunk: (text) => (seen.text += text),
    onToolStart: (name) => seen.tools.push(name),
    onToolResult: (_, result) => seen.results.push(result),
    onComplete: (usage) => (seen.usage = usage),
    onError: (error) => seen.errors.push(error),
  })
  await stream({ message, agentId: seed.ledger, workspaceId: seed.workspaceId }, await stack.token(seed.ada))
  return seen
}

describe("the guide's React Native snippet", () => {
  it("loses nothing of a long answer, whatever it says", async () => {
    const seen = await askBySnippet("[[long n=3000]] go")
    expect(seen.text.trim()).toBe(numberedWords(3000))
    expect(seen.usage).toMatchObject({ inputTokens: expect.any(Number) as number, outputTokens: expect.any(Number) as number, costUsd: expect.any(Number) as number })
    expect(seen.errors).toEqual([])
    const words = 'event: text data: "type" "done" 😀 “quoted” and a backslash \\ and <b>tags</b>'
    expect((await askBySnippet(`[[say ${words}]]`)).text).toBe(words)
  })

  it("sees the tools and their results", async () => {
    const seen = await askBySnippet("What did I spend on software in March?")
    expect(seen.tools).toEqual(["getSpendingByCategory", "getTransactions"])
    expect(seen.results.length).toBe(2)
    expect(seen.text).toContain("You spent")
  })
})

/** React Native's fetch: no body to read piece by piece, only the whole. */
const bodylessFetch: typeof fetch = async (...args) => {
  const response = await fetch(...args)
  return { status: response.status, ok: response.ok, headers: response.headers, text: () => response.text() } as Response
}

describe("the mobile example's stream code", () => {
  async function open(lifetimeMs = 3_600_000) {
    const renewals: string[] = []
    const session = { accessToken: await stack.token(seed.ada), expiresAt: Date.now() + lifetimeMs }
    const refresh = async () => {
      renewals.push("again")
      return { accessToken: await stack.token(seed.ada), expiresAt: Date.now() + 3_600_000 }
    }
    const client = createMobileClient({ baseUrl: stack.serverUrl, session, refresh, onSignedOut: () => undefined, createXhr: () => new NodeXhr(), fetch: bodylessFetch })
    let tellState: (state: string) => void = () => undefined
    const activity = appActivityOf({
      addEventListener: (_, onChange) => {
        tellState = onChange
        return { remove: () => undefined }
      },
    })
    const chat = new ChatSession({ client, agentId: seed.ledger, workspaceId: seed.workspaceId })
    const leave = [chat.open(), activity((isActive) => (isActive ? chat.resume() : chat.pause()))]
    return { chat, renewals, moveTo: (state: string) => tellState(state), close: () => leave.forEach((end) => end()) }
  }
  const last = ({ state }: ChatSnapshot) => state.messages.at(-1)

  it("shows an answer while it grows, then whole, with XMLHttpRequest alone", async () => {
    const { chat, close } = await open()
    const lengths = new Set<number>()
    chat.subscribe(() => lengths.add(last(chat.getSnapshot())?.content.length ?? 0))
    await chat.send("[[slow n=40 ms=50]] go")
    await until("the answer is whole", () => last(chat.getSnapshot())?.state === "complete")
    expect(last(chat.getSnapshot())?.content.trim()).toBe(numberedWords(40))
    expect(lengths.size).toBeGreaterThan(5)
    close()
  })

  it("comes back from the background to what was said meanwhile on the web", async () => {
    const { chat, moveTo, close } = await open()
    await chat.send("[[say first]]")
    await until("the first answer", () => last(chat.getSnapshot())?.state === "complete")
    moveTo("background")
    const { conversationId } = chat.getSnapshot().state
    const response = await stack.api(seed.ada, "/api/agent-chat", { method: "POST", accept: "text/event-stream", body: { message: "[[say second]]", agentId: seed.ledger, workspaceId: seed.workspaceId, conversationId } })
    await response.text()
    moveTo("active")
    await until("the second answer", () => last(chat.getSnapshot())?.content === "second" && last(chat.getSnapshot())?.state === "complete")
    expect(chat.getSnapshot().state.messages.map((message) => message.content)).toEqual(["[[say first]]", "first", "[[say second]]", "second"])
    close()
  })

  it("renews a token that is about to run out before it asks", async () => {
    const { chat, renewals, close } = await open(1_000)
    await chat.send("[[say renewed]]")
    await until("the answer", () => last(chat.getSnapshot())?.content === "renewed")
    expect(renewals).toEqual(["again"])
    close()
  })
})
