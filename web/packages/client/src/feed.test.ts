import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { ChatServer } from "../../../test-support/chat-server.ts"
import type { ConversationLog } from "../../../test-support/conversation-log.ts"
import { createClient } from "./client.ts"
import type { StreamEvent } from "./events.ts"
import { type Connection, conversationEvents, type FeedOptions } from "./feed.ts"
import type { HttpOptions } from "./http.ts"

let server: ChatServer
let log: ConversationLog
let baseUrl: string
beforeEach(async () => {
  server = new ChatServer()
  baseUrl = await server.listen()
  log = server.addConversation()
})
afterEach(() => server.close())

const fast = { backoff: { baseMs: 10, maxMs: 50 }, times: { firstByteMs: 5_000, idleMs: 20_000 } }

function fill(count: number): void {
  log.append({ type: "session", sessionId: "s", conversationId: log.id, runId: "r", isResumed: false })
  for (let i = 1; i < count; i++) log.append({ type: "text", content: `${i} `, isComplete: false })
}

/** Reads the feed until it has shown the log's event number `until`. */
async function read(until: number, options: Partial<FeedOptions> = {}, http: HttpOptions = {}) {
  const controller = new AbortController()
  const seen: StreamEvent[] = []
  const connections: Connection[] = []
  const client = createClient({ baseUrl, ...http })
  const feed = conversationEvents(client.http, {
    conversationId: log.id,
    after: 0,
    signal: controller.signal,
    onConnection: (connection) => connections.push(connection),
    ...fast,
    ...options,
  })
  for await (const event of feed) {
    seen.push(event)
    if (event.seq >= until) break
  }
  controller.abort()
  return { seqs: seen.map((event) => event.seq), seen, connections, client }
}
const upTo = (count: number, from = 1) => Array.from({ length: count - from + 1 }, (_, i) => i + from)

describe("conversationEvents", () => {
  it("gives the past and then what comes", async () => {
    fill(5)
    const reading = read(10)
    setTimeout(() => fill(5), 50)
    expect((await reading).seqs).toEqual(upTo(10))
  })

  it("starts after the cursor", async () => {
    fill(9)
    expect((await read(9, { after: 6 })).seqs).toEqual([7, 8, 9])
  })

  it("shows no gap and no double wherever the connection breaks", async () => {
    fill(12)
    for (let bytes = 1; bytes < 1_400; bytes += 61) {
      server.cuts.push(bytes, bytes + 90, bytes + 170)
      expect((await read(12)).seqs).toEqual(upTo(12))
      server.cuts.length = 0
    }
  })

  it("tells of a break and of the return", async () => {
    fill(3)
    const reading = read(6)
    setTimeout(() => server.dropConnections(), 150)
    setTimeout(() => fill(3), 300)
    const { seqs, connections } = await reading
    expect(seqs).toEqual(upTo(6))
    expect(connections).toEqual(expect.arrayContaining(["live", "reconnecting"]))
    expect(connections.at(-1)).toBe("live")
  })

  it("waits out a server that is away", async () => {
    fill(4)
    server.refusals.push({ path: "events", refusal: { status: 503, code: "shutting_down", headers: { "retry-after": "0" } } })
    server.refusals.push({ path: "events", refusal: { status: 502, code: "bad_gateway" } })
    expect((await read(4)).seqs).toEqual(upTo(4))
    expect(server.requests).toHaveLength(3)
  })

  it("polls where the network holds streams back, and stays with it", async () => {
    fill(4)
    server.holdsStreams = true
    const reading = read(8, { times: { firstByteMs: 150 } })
    setTimeout(() => fill(4), 600)
    const { seqs, client } = await reading
    expect(seqs).toEqual(upTo(8))
    expect(client.http.mustPoll).toBe(true)
    expect(server.requests.filter((line) => line.includes("wait=25")).length).toBeGreaterThan(0)
  })

  it("leaves a stream that fell silent and goes on from the cursor", async () => {
    fill(3)
    const reading = read(6, { times: { firstByteMs: 5_000, idleMs: 120 } })
    setTimeout(() => fill(3), 500)
    expect((await reading).seqs).toEqual(upTo(6))
    expect(server.requests.length).toBeGreaterThan(1)
    expect(server.requests.at(-1)).toContain("after=3")
  })

  it("asks again where numbers are missing, and believes the answer", async () => {
    fill(6)
    log.events.splice(2, 2)
    const { seqs } = await read(6)
    expect(seqs).toEqual([1, 2, 5, 6])
    expect(server.requests.filter((line) => line.includes("wait=0"))).toHaveLength(1)
  })

  it("polls from the start when told to", async () => {
    fill(3)
    expect((await read(3, {}, { streaming: "poll" })).seqs).toEqual(upTo(3))
    expect(server.requests.every((line) => line.includes("wait="))).toBe(true)
  })

  it("ends with the refusal when the conversation is gone", async () => {
    server.logs.clear()
    await expect(read(1)).rejects.toMatchObject({ status: 404 })
  })

  it("ends without an error when the caller has enough", async () => {
    const controller = new AbortController()
    const feed = conversationEvents(createClient({ baseUrl }).http, { conversationId: log.id, after: 0, signal: controller.signal, ...fast })
    setTimeout(() => controller.abort(), 100)
    expect(await feed.next()).toEqual({ done: true, value: undefined })
  })
})
