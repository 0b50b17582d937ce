/**
 * The run's events as the server sends them: one closed union, checked by zod where bytes become values and
 * trusted everywhere after. Unknown types are kept as a bare sequence number, so that the cursor still moves.
 */
import * as z from "zod/mini"

/** `seq` counts a conversation's events from 1 without gaps, across runs; `runId` names the run where the server says so. */
const numbered = { seq: z.int().check(z.nonnegative()), runId: z.optional(z.string()) }
/** A text that may be missing or null: null for both. */
const textOrNull = z.pipe(z.nullish(z.string()), z.transform((text: string | null | undefined) => text ?? null))

export const usageSchema = z.object({
  inputTokens: z.number(),
  outputTokens: z.number(),
  cacheReadTokens: z._default(z.number(), 0),
  cacheWriteTokens: z._default(z.number(), 0),
  costUsd: z.number(),
})

const sessionEvent = z.object({
  ...numbered,
  type: z.literal("session"),
  sessionId: textOrNull,
  conversationId: z.string(),
  runId: z.string(),
  isResumed: z.boolean(),
})
const textEvent = z.object({ ...numbered, type: z.literal("text"), content: z.string(), isComplete: z.boolean() })
const reasoningEvent = z.object({ ...numbered, type: z.literal("reasoning"), content: z.string(), isComplete: z.boolean() })
const toolStartEvent = z.object({
  ...numbered,
  type: z.literal("tool_start"),
  toolName: z.string(),
  toolCallId: z.string(),
  args: z.unknown(),
  displayName: z.string(),
})
const toolResultEvent = z.object({
  ...numbered,
  type: z.literal("tool_result"),
  toolCallId: z.string(),
  result: z.unknown(),
  success: z.boolean(),
  durationMs: z.number(),
})
const permissionRequestEvent = z.object({
  ...numbered,
  type: z.literal("permission_request"),
  approvalId: z.string(),
  toolName: z.string(),
  toolCallId: z.string(),
  args: z.unknown(),
  displayName: z.string(),
  reason: textOrNull,
  expiresAt: z.string(),
})
const permissionResolvedEvent = z.object({
  ...numbered,
  type: z.literal("permission_resolved"),
  approvalId: z.string(),
  decision: z.enum(["allow", "deny", "expired"]),
  decidedBy: textOrNull,
})
const statusEvent = z.object({
  ...numbered,
  type: z.literal("status"),
  status: z.string(),
  position: z.optional(z.number()),
  attempt: z.optional(z.number()),
  delayMs: z.optional(z.number()),
})
const doneEvent = z.object({
  ...numbered,
  type: z.literal("done"),
  usage: usageSchema,
  turnCount: z.number(),
  stopReason: z.string(),
  messageId: textOrNull,
})
const errorEvent = z.object({
  ...numbered,
  type: z.literal("error"),
  message: z.string(),
  code: z.optional(z.string()),
  recoverable: z.boolean(),
})

export const serverEventSchema = z.discriminatedUnion("type", [
  sessionEvent,
  textEvent,
  reasoningEvent,
  toolStartEvent,
  toolResultEvent,
  permissionRequestEvent,
  permissionResolvedEvent,
  statusEvent,
  doneEvent,
  errorEvent,
])

const envelopeSchema = z.object({ type: z.string(), seq: z.int().check(z.nonnegative()) })

export type Usage = z.infer<typeof usageSchema>
export type ServerEvent = z.infer<typeof serverEventSchema>
export type EventOf<Type extends ServerEvent["type"]> = Extract<ServerEvent, { type: Type }>

/** An event of a later server, which this client skips while counting it. */
export interface UnknownEvent {
  type: "unknown"
  seq: number
}
export type StreamEvent = ServerEvent | UnknownEvent

const knownTypes: ReadonlySet<string> = new Set(serverEventSchema.def.options.flatMap((option) => option.shape.type.def.values))

/** Turns parsed JSON into an event; throws `ProtocolError` where a known type does not have its fields. */
export function toStreamEvent(value: unknown): StreamEvent {
  const envelope = envelopeSchema.safeParse(value)
  if (!envelope.success) throw new ProtocolError("an event has no type and seq")
  if (!knownTypes.has(envelope.data.type)) return { type: "unknown", seq: envelope.data.seq }
  const event = serverEventSchema.safeParse(value)
  if (!event.success) throw new ProtocolError(`a ${envelope.data.type} event is malformed: ${z.prettifyError(event.error)}`)
  return event.data
}

/** Parses the data of one SSE frame. */
export function parseStreamEvent(data: string): StreamEvent {
  let value: unknown
  try {
    value = JSON.parse(data)
  } catch {
    throw new ProtocolError("an event is not JSON")
  }
  return toStreamEvent(value)
}

/** True for the one event that ends a run. */
export function isTerminal(event: StreamEvent): event is EventOf<"done"> | EventOf<"error"> {
  return event.type === "done" || event.type === "error"
}

/** The server sent what the contract does not allow; retrying the same bytes would not help. */
export class ProtocolError extends Error {
  override name = "ProtocolError"
}
