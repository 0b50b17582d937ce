/** What a chat session is made with, and what it shows. */
import type { BackoffOptions } from "./backoff.ts"
import type { ChatState } from "./chat-state.ts"
import type { SwitchboardClient } from "./client.ts"
import type { StreamTimes } from "./event-stream.ts"
import type { Connection } from "./feed.ts"
import type { AgentMessage } from "./messages.ts"

export type ChatStatus = "idle" | "connecting" | "streaming" | "error"

export interface ChatSnapshot {
  state: ChatState
  status: ChatStatus
  error: Error | null
  connection: Connection
  isLoading: boolean
  isStopping: boolean
  hasOlder: boolean
  /** What the conversation cost before this page looked: turns that carry their own usage are not in it. */
  pastCostUsd: number
}

export interface SendOptions {
  /** What becomes of the message while a turn runs (contract section 3). */
  onBusy?: "reject" | "queue" | "interrupt"
}

export interface ChatCallbacks {
  onConversationCreated?: (conversationId: string) => void
  onError?: (error: Error) => void
}

export interface ChatSessionOptions extends ChatCallbacks {
  client: SwitchboardClient
  agentId: string
  workspaceId: string
  conversationId?: string | null
  initialMessages?: readonly AgentMessage[]
  times?: Partial<StreamTimes>
  backoff?: BackoffOptions
  /** Messages loaded at once. */
  pageSize?: number
  /** How often a message is sent again before it counts as lost. */
  maxAttempts?: number
}
