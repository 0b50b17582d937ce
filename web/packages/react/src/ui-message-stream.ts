/**
 * The server's events as chunks of the AI SDK's UI message stream (`x-vercel-ai-ui-message-stream: v1`), so that `useChat`
 * and what builds on it show our turns. A pure fold: blocks get ids and their starts and ends, the rest maps one to one.
 */
import { type EventOf, humanize, type StreamEvent, type Usage } from "@switchboard/client"

export interface TurnMetadata {
  runId?: string
  conversationId?: string
  usage?: Usage
  stopReason?: string
}

export type UiChunk =
  | { type: "start"; messageId?: string; messageMetadata?: TurnMetadata }
  | { type: "text-start" | "text-end" | "reasoning-start" | "reasoning-end"; id: string }
  | { type: "text-delta" | "reasoning-delta"; id: string; delta: string }
  | { type: "tool-input-available"; toolCallId: string; toolName: string; input: unknown; dynamic: true; title: string }
  | { type: "tool-output-available"; toolCallId: string; output: unknown; dynamic: true }
  | { type: "tool-output-error"; toolCallId: string; errorText: string; dynamic: true }
  | { type: "tool-approval-request"; approvalId: string; toolCallId: string }
  | { type: "data-status"; data: { status: string; position?: number }; transient: true }
  | { type: "finish"; messageMetadata?: TurnMetadata }
  | { type: "abort" }
  | { type: "error"; errorText: string }

export class UiStreamEncoder {
  private open: { kind: "text" | "reasoning"; id: string } | null = null
  private readonly tools = new Set<string>()

  /** The chunks that an event stands for, in order; none for what the protocol has no words for. */
  encode(event: StreamEvent): UiChunk[] {
    switch (event.type) {
      case "session": {
        const { runId, conversationId } = event
        return [{ type: "start", messageId: runId, messageMetadata: { runId, conversationId } }]
      }
      case "text":
      case "reasoning":
        return this.block(event)
      case "tool_start":
        return [...this.end(), ...this.call(event)]
      case "tool_result":
        return [this.outcome(event)]
      case "permission_request":
        return [...this.end(), ...this.call(event), { type: "tool-approval-request", approvalId: event.approvalId, toolCallId: event.toolCallId }]
      case "status": {
        const { status, position } = event
        return [{ type: "data-status", data: { status, ...(position === undefined ? {} : { position }) }, transient: true }]
      }
      case "done": {
        const { usage, stopReason } = event
        return [...this.end(), stopReason === "cancelled" ? { type: "abort" } : { type: "finish", messageMetadata: { usage, stopReason } }]
      }
      case "error":
        return [...this.end(), { type: "error", errorText: event.message }]
      case "permission_resolved":
      case "unknown":
        return []
    }
  }

  private block(event: EventOf<"text"> | EventOf<"reasoning">): UiChunk[] {
    const chunks: UiChunk[] = []
    if (this.open?.kind !== event.type) {
      if (event.content === "") return []
      chunks.push(...this.end())
      this.open = { kind: event.type, id: String(event.seq) }
      chunks.push({ type: `${event.type}-start`, id: this.open.id })
    }
    if (event.content !== "") chunks.push({ type: `${event.type}-delta`, id: this.open.id, delta: event.content })
    return event.isComplete ? [...chunks, ...this.end()] : chunks
  }

  private end(): UiChunk[] {
    const { open } = this
    this.open = null
    return open ? [{ type: `${open.kind}-end`, id: open.id }] : []
  }

  /** A call is told once, by its start or by the question before it. */
  private call(event: EventOf<"tool_start"> | EventOf<"permission_request">): UiChunk[] {
    if (this.tools.has(event.toolCallId)) return []
    this.tools.add(event.toolCallId)
    const { toolCallId, toolName, args: input, displayName } = event
    return [{ type: "tool-input-available", toolCallId, toolName, input, dynamic: true, title: displayName === "" ? humanize(toolName) : displayName }]
  }

  private outcome({ toolCallId, result, success }: EventOf<"tool_result">): UiChunk {
    if (success) return { type: "tool-output-available", toolCallId, output: result, dynamic: true }
    return { type: "tool-output-error", toolCallId, errorText: typeof result === "string" ? result : JSON.stringify(result), dynamic: true }
  }
}
