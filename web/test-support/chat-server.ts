/**
 * A real HTTP server that speaks the chat half of the contract, for tests: turns are scripts, and the network
 * between can be told to cut, hold back, or refuse. Nothing of it is shipped.
 */
import { randomUUID } from "node:crypto"
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { ConversationLog, type LoggedEvent } from "./conversation-log.ts"

export interface Turn {
  log: ConversationLog
  runId: string
  message: string
  emit: (event: { type: string } & Record<string, unknown>) => void
  /** Resolves when the run's approval is answered. */
  approval: (approvalId: string) => Promise<string>
  signal: AbortSignal
}
/** What a turn does after its `session` event; its `done` is added where the script sends none. */
export type Script = (turn: Turn) => void | Promise<void>

interface Refusal {
  status: number
  code: string
  headers?: Record<string, string>
}
interface ActiveRun {
  log: ConversationLog
  cancel: AbortController
  approvals: Map<string, (decision: string) => void>
}
export type Handler = (request: { method: string; path: string; query: URLSearchParams; body: unknown }) => { status: number; body?: unknown } | null

export class ChatServer {
  script: Script = ({ emit, message }) => emit({ type: "text", content: `You said: ${message}`, isComplete: true })
  readonly logs = new Map<string, ConversationLog>()
  /** Requests in order, as "METHOD path?query". */
  readonly requests: string[] = []
  readonly tokens: (string | undefined)[] = []
  /** Each entry ends one later stream after so many bytes of events. */
  readonly cuts: number[] = []
  /** Refusals for the next requests whose path includes the key. */
  readonly refusals: { path: string; refusal: Refusal }[] = []
  /** Hold streams back until they end, as some proxies do. */
  holdsStreams = false
  /** Tells clients where a conversation's log stands. */
  tellsPosition = false
  /** Other endpoints; the first that answers wins. */
  readonly handlers: Handler[] = []
  private readonly runs = new Map<string, ActiveRun>()
  private readonly keys = new Map<string, { runId: string; log: ConversationLog; first: number }>()
  private readonly server: Server
  private readonly closing = new AbortController()

  constructor() {
    this.server = createServer((request, response) => {
      this.route(request, response).catch((error: unknown) => {
        if (!response.headersSent) response.writeHead(500)
        response.end(String(error))
      })
    })
  }

  async listen(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(port, "127.0.0.1", resolve))
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    this.closing.abort()
    for (const run of this.runs.values()) run.cancel.abort()
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }

  /** Drops every connection, as a network that goes away does; the port stays. */
  dropConnections(): void {
    this.server.closeAllConnections()
  }

  addConversation(agentId = "agent"): ConversationLog {
    const log = new ConversationLog(agentId)
    this.logs.set(log.id, log)
    return log
  }

  /** Starts a turn as if another device had sent the message. */
  startTurn(log: ConversationLog, message: string): { runId: string; ended: Promise<void> } {
    const runId = randomUUID()
    log.addMessage("user", message)
    log.append({ type: "session", sessionId: `s-${log.id}`, conversationId: log.id, runId, isResumed: log.messages.length > 1 })
    return { runId, ended: this.run(log, runId, message) }
  }

  private async run(log: ConversationLog, runId: string, message: string): Promise<void> {
    const run: ActiveRun = { log, cancel: new AbortController(), approvals: new Map() }
    this.runs.set(runId, run)
    if (log.activeRunId !== null) {
      log.queue.push(runId)
      log.append({ type: "status", status: "queued", position: log.queue.length })
      while (log.activeRunId !== null) await log.more(1_000, this.closing.signal)
      log.queue.shift()
    }
    log.activeRunId = runId
    const first = log.events.length
    const approval = (id: string): Promise<string> => new Promise((resolve) => run.approvals.set(id, resolve))
    const emit: Turn["emit"] = (event) => {
      if (!run.cancel.signal.aborted) log.append(event)
    }
    const cancelled = new Promise<void>((resolve) => run.cancel.signal.addEventListener("abort", () => resolve()))
    if (!run.cancel.signal.aborted) await Promise.race([Promise.resolve(this.script({ log, runId, message, emit, approval, signal: run.cancel.signal })), cancelled])
    log.activeRunId = null
    if (!log.events.slice(first).some((event) => event.type === "done" || event.type === "error")) {
      const said = log.events.slice(first).filter((event) => event.type === "text").map((event) => String(event["content"])).join("")
      const saved = log.addMessage("assistant", said, said === "" ? [] : [{ type: "text", text: said }])
      const usage = { inputTokens: 1200, outputTokens: 64, cacheReadTokens: 900, cacheWriteTokens: 20, costUsd: 0.0046 }
      log.append({ type: "done", usage, turnCount: 1, stopReason: run.cancel.signal.aborted ? "cancelled" : "end_turn", messageId: saved.id })
    }
    this.runs.delete(runId)
  }

  private async route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://localhost")
    this.requests.push(`${request.method} ${request.url}`)
    this.tokens.push(request.headers.authorization)
    const body = await readBody(request)
    const refused = this.refusals.findIndex((entry) => url.pathname.includes(entry.path))
    if (refused !== -1) {
      const [entry] = this.refusals.splice(refused, 1)
      if (entry) return problem(response, entry.refusal.status, entry.refusal.code, entry.refusal.headers)
    }
    const [, first, second, third, fourth, fifth] = url.pathname.split("/")
    if (first === "api" && second === "agent-chat") return this.chat(request, response, body as Record<string, string>)
    if (second === "agent-runs" && fourth === "events") {
      const log = [...this.logs.values()].find((candidate) => candidate.events.some((event) => event["runId"] === third))
      const first = log?.events.find((event) => event["runId"] === third)?.seq ?? 1
      const events = log?.after(first - 1) ?? []
      return json(response, 200, { events, next: events.at(-1)?.seq ?? 0 })
    }
    if (second === "agent-runs" && fourth === "cancel") {
      this.runs.get(third ?? "")?.cancel.abort()
      return json(response, 200, {})
    }
    if (second === "agent-runs" && fourth === "approvals") {
      const answer = this.runs.get(third ?? "")?.approvals.get(fifth ?? "")
      if (!answer) return problem(response, 409, "already_resolved")
      this.runs.get(third ?? "")?.approvals.delete(fifth ?? "")
      answer((body as { decision: string }).decision)
      return json(response, 200, {})
    }
    if (second === "agent-conversations") {
      if (third === undefined && request.method === "POST") return json(response, 201, row(this.addConversation((body as { agentId: string }).agentId)))
      if (third === undefined) {
        const agentId = url.searchParams.get("agentId")
        return json(response, 200, [...this.logs.values()].filter((log) => log.agentId === agentId).map(row).reverse())
      }
      const log = this.logs.get(third)
      if (!log) return problem(response, 404, "not_found")
      if (fourth === "events") return this.events(request, response, url, log)
      if (fourth === "messages") return json(response, 200, { messages: page(log, url.searchParams) })
      if (request.method === "PATCH") log.title = (body as { title: string }).title
      if (request.method === "DELETE") this.logs.delete(log.id)
      return json(response, 200, this.detail(log))
    }
    for (const handler of this.handlers) {
      const answer = handler({ method: request.method ?? "GET", path: url.pathname, query: url.searchParams, body })
      if (answer) return json(response, answer.status, answer.body)
    }
    problem(response, 404, "not_found")
  }

  private async chat(request: IncomingMessage, response: ServerResponse, body: Record<string, string>): Promise<void> {
    const key = request.headers["idempotency-key"]
    let entry = typeof key === "string" ? this.keys.get(key) : undefined
    if (!entry) {
      const log = body["conversationId"] === undefined ? this.addConversation(body["agentId"]) : this.logs.get(body["conversationId"])
      if (!log) return problem(response, 404, "not_found")
      if (log.activeRunId !== null && body["onBusy"] === undefined) return problem(response, 409, "conversation_busy")
      if (log.activeRunId !== null && body["onBusy"] === "interrupt") this.runs.get(log.activeRunId)?.cancel.abort()
      log.title ??= (body["message"] ?? "").slice(0, 60)
      const first = log.events.at(-1)?.seq ?? 0
      const { runId, ended } = this.startTurn(log, body["message"] ?? "")
      ended.catch(() => undefined)
      entry = { runId, log, first }
      if (typeof key === "string") this.keys.set(key, entry)
    }
    await this.stream(response, entry.log, entry.first, { isPost: true })
  }

  private async events(request: IncomingMessage, response: ServerResponse, url: URL, log: ConversationLog): Promise<void> {
    const after = Number(request.headers["last-event-id"] ?? url.searchParams.get("after") ?? 0)
    if (request.headers.accept?.includes("application/json") === true) {
      const gone = new AbortController()
      response.on("close", () => gone.abort())
      const wait = Number(url.searchParams.get("wait") ?? 0) * 1000
      if (log.after(after).length === 0 && wait > 0) await log.more(wait, gone.signal)
      const events = log.after(after)
      return json(response, 200, { events, next: events.at(-1)?.seq ?? after })
    }
    await this.stream(response, log, after, { isPost: false })
  }

  private async stream(response: ServerResponse, log: ConversationLog, after: number, { isPost }: { isPost: boolean }): Promise<void> {
    const gone = new AbortController()
    response.on("close", () => gone.abort())
    this.closing.signal.addEventListener("abort", () => gone.abort())
    let budget = this.cuts.shift() ?? Number.POSITIVE_INFINITY
    let held = isPost ? "" : "retry: 50\n\n"
    const write = (text: string): void => {
      held += text
      if (this.holdsStreams) return
      const piece = held.slice(0, budget)
      budget -= piece.length
      held = ""
      if (piece !== "") response.write(piece)
      if (budget <= 0) response.destroy()
    }
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache, no-transform" })
    write("")
    for (let cursor = after; !gone.signal.aborted; ) {
      for (const event of log.after(cursor)) {
        cursor = event.seq
        write(frame(event, isPost))
        if (isPost && (event.type === "done" || event.type === "error")) {
          response.end(held)
          return
        }
      }
      if (log.after(cursor).length === 0) await log.more(15_000, gone.signal)
      if (log.after(cursor).length === 0 && !gone.signal.aborted) write(": ping\n\n")
    }
    response.end()
  }

  private detail(log: ConversationLog): Record<string, unknown> {
    return {
      ...row(log),
      agent_id: log.agentId,
      total_input_tokens: 0,
      total_output_tokens: 0,
      total_cost_usd: "0.000000",
      ...(this.tellsPosition ? { last_seq: log.events.at(-1)?.seq ?? 0, active_run_id: log.activeRunId } : {}),
    }
  }
}

function frame(event: LoggedEvent, isPost: boolean): string {
  return `${isPost ? "" : `id: ${event.seq}\n`}event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`
}

function row(log: ConversationLog): Record<string, unknown> {
  return { id: log.id, title: log.title, created_at: log.createdAt, updated_at: log.messages.at(-1)?.created_at ?? log.createdAt }
}

function page(log: ConversationLog, query: URLSearchParams): unknown[] {
  const before = query.get("before")
  const end = before === null ? log.messages.length : log.messages.findIndex((message) => message.id === before)
  return log.messages.slice(Math.max(0, end - Number(query.get("limit") ?? 50)), end).reverse()
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = ""
  for await (const chunk of request) text += String(chunk)
  return text === "" ? null : (JSON.parse(text) as unknown)
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(body === undefined ? "" : JSON.stringify(body))
}

function problem(response: ServerResponse, status: number, code: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/problem+json", ...headers })
  response.end(JSON.stringify({ type: "about:blank", title: code, status, detail: `refused: ${code}`, code, error: `refused: ${code}` }))
}
