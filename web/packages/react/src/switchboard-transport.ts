/**
 * A transport for the AI SDK's `useChat({ transport })`: it sends to our server, survives breaks as our own hooks do, and
 * gives what comes as UI message chunks. The server keeps the conversation, so only the newest message is sent.
 */
import { conversationEvents, isTerminal, openEvents, type StreamEvent, type StreamTimes, type SwitchboardClient } from "@switchboard/client"
import { type UiChunk, UiStreamEncoder } from "./ui-message-stream.ts"

export interface SwitchboardTransportOptions {
  client: SwitchboardClient
  agentId: string
  workspaceId: string
  conversationId?: string | null
  onConversationCreated?: (conversationId: string) => void
  times?: StreamTimes
}

/** What of the AI SDK's message this transport reads. */
export interface UiMessageLike {
  role: string
  parts: readonly { type: string; text?: string }[]
}

const defaultTimes: StreamTimes = { firstByteMs: 8_000, idleMs: 45_000 }

export class SwitchboardTransport {
  private readonly options: SwitchboardTransportOptions
  private conversationId: string | null
  private cursor = 0

  constructor(options: SwitchboardTransportOptions) {
    this.options = options
    this.conversationId = options.conversationId ?? null
  }

  sendMessages = ({ messages, abortSignal }: { messages: readonly UiMessageLike[]; abortSignal?: AbortSignal | undefined }): Promise<ReadableStream<UiChunk>> => {
    const newest = messages.findLast((message) => message.role === "user")
    const message = (newest?.parts ?? []).flatMap((part) => (part.type === "text" ? [part.text ?? ""] : [])).join("\n")
    return Promise.resolve(toStream((signal) => this.turn(message, signal), abortSignal))
  }

  /** Goes on with the turn under way, if there is one. */
  reconnectToStream = async (): Promise<ReadableStream<UiChunk> | null> => {
    const { conversationId } = this
    if (conversationId === null) return null
    const { active_run_id: runId, last_seq: last } = await this.options.client.conversations.get(conversationId)
    if (typeof runId !== "string") {
      this.cursor = last ?? 0
      return null
    }
    return toStream((signal) => this.follow(conversationId, signal, runId))
  }

  private async *turn(message: string, signal: AbortSignal): AsyncGenerator<StreamEvent, void> {
    const { client, agentId, workspaceId, times = defaultTimes } = this.options
    const body = { message, agentId, workspaceId, ...(this.conversationId === null ? {} : { conversationId: this.conversationId }) }
    let isAccepted = false
    try {
      for await (const event of openEvents(client.http, "/api/agent-chat", { request: { method: "POST", body }, signal, times })) {
        if (event.type === "session") {
          isAccepted = true
          if (this.conversationId === null) this.options.onConversationCreated?.(event.conversationId)
          this.conversationId = event.conversationId
        }
        this.cursor = event.seq
        yield event
        if (isTerminal(event)) return
      }
    } catch (error) {
      if (!isAccepted || signal.aborted) throw error
    }
    if (this.conversationId !== null) yield* this.follow(this.conversationId, signal)
  }

  /** The log from the cursor to the turn's end; with a run, only from that run's first event on. */
  private async *follow(conversationId: string, signal: AbortSignal, runId?: string): AsyncGenerator<StreamEvent, void> {
    let isOurs = runId === undefined
    for await (const event of conversationEvents(this.options.client.http, { conversationId, after: this.cursor, signal })) {
      this.cursor = event.seq
      isOurs ||= event.type === "session" && event.runId === runId
      if (isOurs) yield event
      if (isOurs && isTerminal(event)) return
    }
  }
}

/** Events as a stream of chunks; who cancels it, or aborts, closes the connection behind it. The turn itself goes on. */
function toStream(events: (signal: AbortSignal) => AsyncGenerator<StreamEvent, void>, outer?: AbortSignal): ReadableStream<UiChunk> {
  const life = new AbortController()
  outer?.addEventListener("abort", () => life.abort(), { once: true })
  const encoder = new UiStreamEncoder()
  const source = events(life.signal)
  return new ReadableStream({
    async pull(controller) {
      try {
        for (;;) {
          const { done, value } = await source.next()
          if (done === true) return controller.close()
          const chunks = encoder.encode(value)
          for (const chunk of chunks) controller.enqueue(chunk)
          if (chunks.length > 0) return
        }
      } catch (error) {
        if (life.signal.aborted) controller.close()
        else controller.error(error)
      }
    },
    cancel: () => life.abort(),
  })
}
