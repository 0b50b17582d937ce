/** Seed 003's `useAgentChat`, with its options and return values, and what came later beside them. */
import {
  activeRun,
  type AgentMessage,
  type Approval,
  ChatSession,
  type Connection,
  type Decision,
  pendingApprovals,
  type RunActivity,
  type SendOptions,
  type SwitchboardClient,
  type Usage,
} from "@switchboard/client"
import { useEffect, useMemo, useState, useSyncExternalStore } from "react"
import { useAppActivity, useClient } from "./client-provider.tsx"
import { defaultIntervalMs, ThrottledStore } from "./throttled-store.ts"

export interface UseAgentChatOptions {
  agentId: string
  workspaceId: string
  conversationId?: string | null
  initialMessages?: AgentMessage[]
  onConversationCreated?: (conversationId: string) => void
  onError?: (error: Error) => void
  /** The least time between two pictures of a flowing answer. */
  renderIntervalMs?: number
}

export interface UseAgentChatReturn {
  messages: AgentMessage[]
  status: "idle" | "connecting" | "streaming" | "error"
  error: Error | null
  conversationId: string | null
  sessionId: string | null
  isStreaming: boolean
  usage: Usage | null
  sendMessage: (content: string, options?: SendOptions) => Promise<void>
  stopGeneration: () => void
  clearMessages: () => void
  setMessages: (messages: AgentMessage[]) => void

  /** Open questions, oldest first. */
  approvals: Approval[]
  resolveApproval: (approvalId: string, decision: Decision, extra?: { message?: string; remember?: boolean }) => Promise<void>
  /** Sends the question of a failed answer again. */
  retryMessage: (messageId: string) => Promise<void>
  /** What the running turn does while it says nothing. */
  activity: RunActivity | null
  /** The place of the newest waiting turn, from 1. */
  queuePosition: number | null
  connection: Connection
  isStopping: boolean
  /** The conversation's past is being fetched. */
  isLoading: boolean
  hasOlder: boolean
  /** What all of the conversation's finished turns cost. */
  costUsd: number
  loadOlder: () => Promise<void>
}

interface Opened {
  session: ChatSession
  client: SwitchboardClient
  agentId: string
  workspaceId: string
  /** The id that the caller asked for when this session was made, or last agreed with it. */
  conversationId: string | null
}

export function useAgentChat(options: UseAgentChatOptions): UseAgentChatReturn {
  const client = useClient()
  const appActivity = useAppActivity()
  const wanted = options.conversationId ?? null
  const make = (): Opened => ({
    client,
    agentId: options.agentId,
    workspaceId: options.workspaceId,
    conversationId: wanted,
    session: new ChatSession({
      client,
      agentId: options.agentId,
      workspaceId: options.workspaceId,
      conversationId: wanted,
      ...(options.initialMessages ? { initialMessages: options.initialMessages } : {}),
    }),
  })
  const [opened, setOpened] = useState(make)
  const isOther = opened.client !== client || opened.agentId !== options.agentId || opened.workspaceId !== options.workspaceId
  if (isOther || opened.conversationId !== wanted) {
    // A caller that learns the id of the conversation just begun, and passes it back, stays where it is.
    const isSame = !isOther && wanted === opened.session.getSnapshot().state.conversationId
    setOpened(isSame ? { ...opened, conversationId: wanted } : make())
  }
  const { session } = opened

  useEffect(() => {
    const { onConversationCreated, onError } = options
    session.setCallbacks({ ...(onConversationCreated ? { onConversationCreated } : {}), ...(onError ? { onError } : {}) })
  })
  useEffect(() => session.open(), [session])
  useEffect(() => appActivity((isActive) => (isActive ? session.resume() : session.pause())), [session, appActivity])

  const interval = options.renderIntervalMs ?? defaultIntervalMs
  const store = useMemo(() => new ThrottledStore(session, interval), [session, interval])
  const snapshot = useSyncExternalStore(store.subscribe, store.getSnapshot, store.getSnapshot)
  const { state, status, error, connection, isLoading, isStopping, hasOlder, pastCostUsd } = snapshot

  return useMemo(
    () => ({
      messages: [...state.messages],
      status,
      error,
      conversationId: state.conversationId,
      sessionId: state.sessionId,
      isStreaming: status === "connecting" || status === "streaming",
      usage: state.usage,
      sendMessage: session.send,
      stopGeneration: session.stop,
      clearMessages: session.clear,
      setMessages: session.setMessages,
      approvals: pendingApprovals(state),
      resolveApproval: session.resolve,
      retryMessage: session.retry,
      activity: activeRun(state)?.activity ?? null,
      queuePosition: state.runs.at(-1)?.activity?.position ?? null,
      connection,
      isStopping,
      isLoading,
      hasOlder,
      costUsd: state.messages.reduce((sum, message) => sum + (message.usage?.costUsd ?? 0), pastCostUsd),
      loadOlder: session.loadOlder,
    }),
    [session, state, status, error, connection, isLoading, isStopping, hasOlder, pastCostUsd],
  )
}
