/** A conversation of the test server: its numbered events, its messages, and who waits for more. */
import { randomUUID } from "node:crypto"

export type LoggedEvent = { type: string; seq: number } & Record<string, unknown>
export interface StoredMessage {
  id: string
  role: "user" | "assistant"
  content: string
  parts: unknown[] | null
  created_at: string
}

export class ConversationLog {
  readonly id = randomUUID()
  readonly createdAt = new Date().toISOString()
  title: string | null = null
  agentId: string
  events: LoggedEvent[] = []
  messages: StoredMessage[] = []
  activeRunId: string | null = null
  queue: string[] = []
  private readonly waiters = new Set<() => void>()

  constructor(agentId: string) {
    this.agentId = agentId
  }

  append(event: { type: string } & Record<string, unknown>): LoggedEvent {
    const logged = { ...event, type: event.type, seq: (this.events.at(-1)?.seq ?? 0) + 1 }
    this.events.push(logged)
    for (const wake of [...this.waiters]) wake()
    return logged
  }

  after(seq: number): LoggedEvent[] {
    return this.events.filter((event) => event.seq > seq)
  }

  addMessage(role: "user" | "assistant", content: string, parts: unknown[] | null = null): StoredMessage {
    const message = { id: randomUUID(), role, content, parts, created_at: new Date(Date.now() + this.messages.length).toISOString() }
    this.messages.push(message)
    return message
  }

  /** What the server does with a finished run: each block's deltas become one event, numbered as the last of them. */
  mergeDeltas(): void {
    const merged: LoggedEvent[] = []
    let block = ""
    for (const event of this.events) {
      if (event.type !== "text" && event.type !== "reasoning") {
        merged.push(event)
        continue
      }
      block += String(event["content"])
      if (event["isComplete"] === true) {
        merged.push({ ...event, content: block })
        block = ""
      }
    }
    this.events = merged
  }

  /** Resolves at the next event, at the deadline, or when the caller gives up. */
  more(timeoutMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer)
        this.waiters.delete(finish)
        signal.removeEventListener("abort", finish)
        resolve()
      }
      const timer = setTimeout(finish, timeoutMs)
      this.waiters.add(finish)
      signal.addEventListener("abort", finish, { once: true })
      if (signal.aborted) finish()
    })
  }
}
