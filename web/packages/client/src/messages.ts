/** Messages as people see them: seed 003's `MessagePart`, and what the interface knows beside it. */
import * as z from "zod/mini"
import type { Usage } from "./events.ts"

export interface TextPart {
  type: "text"
  text: string
}
export interface ReasoningPart {
  type: "reasoning"
  reasoning: string
}
export interface ToolCallPart {
  type: "tool-call"
  toolCallId: string
  toolName: string
  args: unknown
  result?: unknown
  state: "pending" | "running" | "completed" | "error"
}
export type MessagePart = TextPart | ReasoningPart | ToolCallPart

/** What a tool card shows beside its part: the part itself stays as it is stored. */
export interface ToolCallDetails {
  displayName: string
  durationMs?: number
}

export type MessageState = "sending" | "queued" | "streaming" | "complete" | "cancelled" | "error"

export interface MessageFailure {
  message: string
  code: string
  recoverable: boolean
}

export interface AgentMessage {
  /** Stable for the life of the page: a live message keeps its id when the server's becomes known. */
  id: string
  role: "user" | "assistant"
  content: string
  parts: MessagePart[]
  createdAt: string
  state?: MessageState
  /** The row's id, once it is known. */
  serverId?: string
  runId?: string
  usage?: Usage
  error?: MessageFailure
  tools?: Record<string, ToolCallDetails>
}

const textPart = z.object({ type: z.literal("text"), text: z.string() })
const reasoningPart = z.object({ type: z.literal("reasoning"), reasoning: z.string() })
const toolCallPart = z.object({
  type: z.literal("tool-call"),
  toolCallId: z.string(),
  toolName: z.string(),
  args: z.unknown(),
  result: z.optional(z.unknown()),
  state: z.enum(["pending", "running", "completed", "error"]),
  displayName: z.optional(z.string()),
  durationMs: z.optional(z.number()),
})
const partSchema = z.discriminatedUnion("type", [textPart, reasoningPart, toolCallPart])

/** One row of `agent_messages`; parts of kinds that this client does not know are left out. */
export const messageRowSchema = z.object({
  id: z.string(),
  role: z.enum(["user", "assistant"]),
  content: z.string(),
  parts: z.nullish(z.array(z.unknown())),
  created_at: z.string(),
})
export type MessageRow = z.infer<typeof messageRowSchema>

/** A stored row as a message. */
export function fromRow(row: MessageRow): AgentMessage {
  const parts: MessagePart[] = []
  const tools: Record<string, ToolCallDetails> = {}
  for (const value of row.parts ?? []) {
    const parsed = partSchema.safeParse(value)
    if (!parsed.success) continue
    if (parsed.data.type !== "tool-call") {
      parts.push(parsed.data)
      continue
    }
    const { displayName, durationMs, ...part } = parsed.data
    parts.push(part)
    tools[part.toolCallId] = { displayName: displayName ?? humanize(part.toolName), ...(durationMs === undefined ? {} : { durationMs }) }
  }
  if (parts.length === 0 && row.content !== "") parts.push({ type: "text", text: row.content })
  return { id: row.id, serverId: row.id, role: row.role, content: row.content, parts, createdAt: row.created_at, state: "complete", tools }
}

/** "getTransactions" and "mcp__db__get_transactions" both read "Get Transactions". */
export function humanize(toolName: string): string {
  const bare = toolName.replace(/^mcp__.*?__/, "")
  const words = bare.replace(/([a-z0-9])([A-Z])/g, "$1 $2").split(/[\s_-]+/)
  return words.filter((word) => word !== "").map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" ")
}

/** The plain text of a message: its text parts, a blank line between them. */
export function plainText(parts: readonly MessagePart[]): string {
  return parts.flatMap((part) => (part.type === "text" && part.text !== "" ? [part.text] : [])).join("\n\n")
}
