/** What a chat page knows at one moment. Values are never changed in place: an unchanged message is the same object. */
import type { Usage } from "./events.ts"
import type { AgentMessage } from "./messages.ts"

export type ApprovalDecision = "allow" | "deny" | "expired"

/** A question "may this tool run?", asked by a run and answered once. */
export interface Approval {
  approvalId: string
  runId: string
  toolCallId: string
  toolName: string
  displayName: string
  args: unknown
  reason: string | null
  expiresAt: string
  /** Null while the question is open. */
  decision: ApprovalDecision | null
  decidedBy: string | null
}

/** What a run is doing while it says nothing. */
export interface RunActivity {
  status: string
  /** Place in the conversation's queue, from 1. */
  position?: number
  attempt?: number
  delayMs?: number
}

/** One turn that has not ended. */
export interface LiveRun {
  runId: string
  /** The id of the assistant message that it writes. */
  messageId: string
  activity: RunActivity | null
  /** The part that deltas go to, or null between blocks. */
  openPart: number | null
}

export interface ChatState {
  conversationId: string | null
  sessionId: string | null
  /** The last event folded in; everything up to it is shown, once. */
  cursor: number
  messages: readonly AgentMessage[]
  /** Turns under way: the first one runs, the others wait for it. */
  runs: readonly LiveRun[]
  approvals: Readonly<Record<string, Approval>>
  /** What the last finished turn used. */
  usage: Usage | null
  /** Runs that another tab or device began, whose user message is not here yet. */
  foreignRuns: readonly string[]
}

export function initialChatState(init: { conversationId?: string | null; messages?: readonly AgentMessage[] } = {}): ChatState {
  return {
    conversationId: init.conversationId ?? null,
    sessionId: null,
    cursor: 0,
    messages: init.messages ?? [],
    runs: [],
    approvals: {},
    usage: null,
    foreignRuns: [],
  }
}

/** The run that speaks now, if any. */
export function activeRun(state: ChatState): LiveRun | null {
  return state.runs[0] ?? null
}

/** Open questions, oldest first. */
export function pendingApprovals(state: ChatState): Approval[] {
  return Object.values(state.approvals).filter((approval) => approval.decision === null)
}
