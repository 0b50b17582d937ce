/**
 * Events to messages, as a pure function: the same events give the same messages, in however many pieces or
 * replays they come. An event at or under the cursor has been seen and changes nothing.
 */
import { type ChatState, initialChatState, type LiveRun } from "./chat-state.ts"
import type { EventOf, ServerEvent, StreamEvent } from "./events.ts"
import { type AgentMessage, type MessagePart, plainText, type ToolCallPart } from "./messages.ts"
import { mergeMessages } from "./merge-messages.ts"

export type ChatAction =
  | { kind: "event"; event: StreamEvent }
  /** Events of the past, taken at once when a page opens: turns that the loaded messages already show are dropped. */
  | { kind: "catch_up"; events: readonly StreamEvent[] }
  | { kind: "send"; message: AgentMessage }
  /** The server took the message: `event` is its run's first, which may come again by another way. */
  | { kind: "accepted"; messageId: string; event: EventOf<"session"> }
  | { kind: "send_failed"; messageId: string; error: AgentMessage["error"] }
  | { kind: "loaded"; messages: readonly AgentMessage[] }
  | { kind: "older"; messages: readonly AgentMessage[] }
  | { kind: "conversation"; conversationId: string }
  | { kind: "cursor"; cursor: number }
  | { kind: "replace"; messages: readonly AgentMessage[] }
  | { kind: "remove"; messageIds: readonly string[] }
  | { kind: "clear" }

export function chatReducer(state: ChatState, action: ChatAction): ChatState {
  switch (action.kind) {
    case "event":
      return foldEvent(state, action.event)
    case "catch_up":
      return settleCatchUp(action.events.reduce(foldEvent, state), state)
    case "send":
      return { ...state, messages: [...state.messages, action.message] }
    case "accepted":
      return accept(state, action.messageId, action.event)
    case "send_failed":
      return updateMessage(state, action.messageId, (message) => ({ ...message, state: "error", ...(action.error ? { error: action.error } : {}) }))
    case "loaded":
      return { ...state, messages: mergeMessages(state.messages, action.messages), foreignRuns: [] }
    case "older": {
      const known = new Set(state.messages.map((message) => message.serverId))
      return { ...state, messages: [...action.messages.filter((message) => !known.has(message.serverId)), ...state.messages] }
    }
    case "conversation":
      return { ...state, conversationId: action.conversationId }
    case "cursor":
      return { ...state, cursor: Math.max(state.cursor, action.cursor) }
    case "replace":
      return { ...state, messages: action.messages }
    case "remove":
      return { ...state, messages: state.messages.filter((message) => !action.messageIds.includes(message.id)) }
    case "clear":
      return initialChatState()
  }
}

function foldEvent(state: ChatState, event: StreamEvent): ChatState {
  if (event.seq <= state.cursor) return state
  const jumped = event.seq > state.cursor + 1
  const next = { ...state, cursor: event.seq }
  switch (event.type) {
    case "unknown":
      return next
    case "session":
      return beginRun(next, event)
    case "text":
    case "reasoning":
      return foldBlock(next, event, jumped)
    case "tool_start":
      return updateParts(next, event, (message) =>
        withTool(message, event.toolCallId, event.displayName, (part) => ({
          ...(part ?? { type: "tool-call", toolCallId: event.toolCallId, toolName: event.toolName }),
          args: event.args,
          state: part?.state === "pending" && isAskedFor(state, event.toolCallId) ? "pending" : "running",
        })),
      )
    case "tool_result":
      return updateParts(next, event, (message) => foldToolResult(message, event))
    case "permission_request":
      return foldPermissionRequest(next, event)
    case "permission_resolved":
      return foldPermissionResolved(next, event)
    case "status":
      return foldStatus(next, event)
    case "done":
    case "error":
      return endRun(next, event)
  }
}

/** Binds a message to its run; in a new conversation the run's first event is also where the cursor starts. */
function accept(state: ChatState, messageId: string, event: EventOf<"session">): ChatState {
  const bound = updateMessage(state, messageId, (message) => ({ ...message, runId: event.runId }))
  if (state.conversationId !== null) return bound
  return { ...bound, conversationId: event.conversationId, cursor: event.seq - 1 }
}

function beginRun(state: ChatState, event: EventOf<"session">): ChatState {
  const base = { ...state, conversationId: event.conversationId, sessionId: event.sessionId ?? state.sessionId }
  if (state.runs.some((run) => run.runId === event.runId)) return base
  const messageId = `run:${event.runId}`
  const run: LiveRun = { runId: event.runId, messageId, activity: null, openPart: null }
  const own = ownQuestion(state, event.runId)
  const answer: AgentMessage = {
    id: messageId,
    role: "assistant",
    content: "",
    parts: [],
    createdAt: new Date().toISOString(),
    state: "streaming",
    runId: event.runId,
  }
  const messages = state.messages.map((message, index) => (index === own ? { ...message, state: "complete" as const, runId: event.runId } : message))
  messages.splice(own === -1 ? messages.length : own + 1, 0, answer)
  return {
    ...base,
    messages,
    runs: [...state.runs, run],
    foreignRuns: own === -1 ? [...state.foreignRuns, event.runId] : state.foreignRuns,
  }
}

/** The message that began the run: the one bound to it, else the first one sent from here that no run has claimed. */
function ownQuestion(state: ChatState, runId: string): number {
  const bound = state.messages.findIndex((message) => message.role === "user" && message.runId === runId)
  if (bound !== -1) return bound
  return state.messages.findIndex((message) => message.role === "user" && message.state === "sending" && message.runId === undefined)
}

/**
 * The run that an event belongs to. A conversation runs one turn at a time, so without a `runId` it is the first
 * of the live ones; only `queued` speaks of the newest.
 */
function runOf(state: ChatState, event: ServerEvent): LiveRun | undefined {
  if (event.runId !== undefined) return state.runs.find((run) => run.runId === event.runId)
  return event.type === "status" && event.status === "queued" ? state.runs.at(-1) : state.runs[0]
}

function foldBlock(state: ChatState, event: EventOf<"text"> | EventOf<"reasoning">, jumped: boolean): ChatState {
  const run = runOf(state, event)
  if (!run) return state
  const message = state.messages.find((candidate) => candidate.id === run.messageId)
  const open = run.openPart === null ? undefined : message?.parts[run.openPart]
  const continues = open?.type === event.type
  if (!continues && event.content === "") return state
  const before = continues ? textOf(open) : ""
  // After a run its deltas are merged into whole blocks: a complete block that comes after a jump and begins with
  // what is shown is that block, not more of it.
  const merged = jumped && event.isComplete && before !== "" && event.content.startsWith(before)
  const text = merged ? event.content : before + event.content
  const part: MessagePart = event.type === "text" ? { type: "text", text } : { type: "reasoning", reasoning: text }
  const index = continues && run.openPart !== null ? run.openPart : (message?.parts.length ?? 0)
  const folded = updateParts(state, event, (target) => ({ ...target, parts: withPart(target.parts, index, part) }))
  return updateRun(folded, run.runId, { openPart: event.isComplete ? null : index, activity: null })
}

function foldToolResult(message: AgentMessage, event: EventOf<"tool_result">): AgentMessage {
  const part = toolPart(message, event.toolCallId)
  if (!part) return message
  const details = message.tools?.[event.toolCallId]
  const done = withTool(message, event.toolCallId, details?.displayName ?? part.toolName, (known) => ({
    ...(known ?? part),
    result: event.result,
    state: event.success ? "completed" : "error",
  }))
  return { ...done, tools: { ...done.tools, [event.toolCallId]: { displayName: details?.displayName ?? part.toolName, durationMs: event.durationMs } } }
}

function foldPermissionRequest(state: ChatState, event: EventOf<"permission_request">): ChatState {
  const run = runOf(state, event)
  if (!run) return state
  const { approvalId, toolCallId, toolName, displayName, args, reason, expiresAt } = event
  const approval = { approvalId, runId: run.runId, toolCallId, toolName, displayName, args, reason, expiresAt, decision: null, decidedBy: null }
  const asked = { ...state, approvals: { ...state.approvals, [approvalId]: approval } }
  return updateParts(asked, event, (message) =>
    withTool(message, toolCallId, displayName, (part) => ({ ...(part ?? { type: "tool-call", toolCallId, toolName, args }), state: "pending" })),
  )
}

function foldPermissionResolved(state: ChatState, event: EventOf<"permission_resolved">): ChatState {
  const approval = state.approvals[event.approvalId]
  if (!approval) return state
  const resolved = {
    ...state,
    approvals: { ...state.approvals, [event.approvalId]: { ...approval, decision: event.decision, decidedBy: event.decidedBy } },
  }
  return updateParts(resolved, { ...event, runId: approval.runId }, (message) =>
    withTool(message, approval.toolCallId, approval.displayName, (part) => ({
      ...(part ?? { type: "tool-call", toolCallId: approval.toolCallId, toolName: approval.toolName, args: approval.args }),
      state: part?.state === "pending" || !part ? (event.decision === "allow" ? "running" : "error") : part.state,
    })),
  )
}

function foldStatus(state: ChatState, event: EventOf<"status">): ChatState {
  const run = runOf(state, event)
  if (!run) return state
  const { status, position, attempt, delayMs } = event
  const activity = {
    status,
    ...(position === undefined ? {} : { position }),
    ...(attempt === undefined ? {} : { attempt }),
    ...(delayMs === undefined ? {} : { delayMs }),
  }
  const queued = updateRun(state, run.runId, { activity })
  return updateMessage(queued, run.messageId, (message) => ({ ...message, state: status === "queued" ? "queued" : "streaming" }))
}

function endRun(state: ChatState, event: EventOf<"done"> | EventOf<"error">): ChatState {
  const run = runOf(state, event)
  if (!run) return state
  const ended = updateMessage(state, run.messageId, (message) => {
    const parts = message.parts.map((part) =>
      part.type === "tool-call" && (part.state === "running" || part.state === "pending") ? { ...part, state: "error" as const } : part,
    )
    if (event.type === "error") {
      const error = { message: event.message, code: event.code ?? "error", recoverable: event.recoverable }
      return { ...message, parts, state: "error", error }
    }
    const state = event.stopReason === "cancelled" ? "cancelled" : "complete"
    return { ...message, parts, state, usage: event.usage, ...(event.messageId === null ? {} : { serverId: event.messageId }) }
  })
  const serverId = event.type === "done" ? event.messageId : null
  const alreadyShown = serverId !== null && ended.messages.some((message) => message.serverId === serverId && message.id !== run.messageId)
  return {
    ...ended,
    messages: alreadyShown ? ended.messages.filter((message) => message.id !== run.messageId) : ended.messages,
    runs: state.runs.filter((other) => other.runId !== run.runId),
    approvals: Object.fromEntries(
      Object.entries(state.approvals).map(([id, approval]) => [
        id,
        approval.runId === run.runId && approval.decision === null ? { ...approval, decision: "expired" as const } : approval,
      ]),
    ),
    usage: event.type === "done" ? event.usage : state.usage,
  }
}

/** Leaves of a replayed past only what the loaded messages lack: live turns, and a last one that nobody answered. */
function settleCatchUp(state: ChatState, before: ChatState): ChatState {
  const known = new Set(before.messages.map((message) => message.id))
  const isUnanswered = before.messages.at(-1)?.role === "user"
  const messages = state.messages.filter((message, index) => {
    if (known.has(message.id) || message.state === "streaming" || message.state === "queued") return true
    return isUnanswered && index === state.messages.length - 1
  })
  const shown = new Set(messages.map((message) => message.runId))
  return { ...state, messages, foreignRuns: state.foreignRuns.filter((runId) => shown.has(runId)) }
}

function updateRun(state: ChatState, runId: string, change: Partial<LiveRun>): ChatState {
  return { ...state, runs: state.runs.map((run) => (run.runId === runId ? { ...run, ...change } : run)) }
}

function updateMessage(state: ChatState, id: string, change: (message: AgentMessage) => AgentMessage): ChatState {
  return { ...state, messages: state.messages.map((message) => (message.id === id ? change(message) : message)) }
}

/** Changes the message of the event's run, and what is told by words with it. */
function updateParts(state: ChatState, event: ServerEvent, change: (message: AgentMessage) => AgentMessage): ChatState {
  const run = runOf(state, event)
  if (!run) return state
  const quiet = run.activity === null ? state : updateRun(state, run.runId, { activity: null })
  return updateMessage(quiet, run.messageId, (message) => {
    const changed = change({ ...message, state: "streaming" })
    return { ...changed, content: plainText(changed.parts) }
  })
}

function withPart(parts: readonly MessagePart[], index: number, part: MessagePart): MessagePart[] {
  const next = [...parts]
  next[index] = part
  return next
}

function withTool(message: AgentMessage, id: string, displayName: string, change: (part: ToolCallPart | undefined) => ToolCallPart): AgentMessage {
  const index = message.parts.findIndex((part) => part.type === "tool-call" && part.toolCallId === id)
  const part = change(toolPart(message, id))
  return {
    ...message,
    parts: withPart(message.parts, index === -1 ? message.parts.length : index, part),
    tools: { ...message.tools, [id]: { ...message.tools?.[id], displayName } },
  }
}

function toolPart(message: AgentMessage, id: string): ToolCallPart | undefined {
  return message.parts.find((part): part is ToolCallPart => part.type === "tool-call" && part.toolCallId === id)
}

function textOf(part: MessagePart): string {
  return part.type === "text" ? part.text : part.type === "reasoning" ? part.reasoning : ""
}

function isAskedFor(state: ChatState, toolCallId: string): boolean {
  return Object.values(state.approvals).some((approval) => approval.toolCallId === toolCallId && approval.decision === null)
}
