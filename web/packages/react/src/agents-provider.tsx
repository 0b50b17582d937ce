/** Seed 003's workspace-level agent state: the directory, who is hired, and their conversations. */
import type { Agent, AgentFilters, Conversation, LocalAgent } from "@switchboard/client"
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react"
import { useClient } from "./client-provider.tsx"

export interface AgentsContextValue {
  workspaceId: string
  /** All agents of the directory that the last filters let through. */
  agents: Agent[]
  /** Only agents hired in this workspace. */
  myAgents: Agent[]
  total: number
  isLoading: boolean
  error: Error | null
  fetchAgents: (filters?: AgentFilters) => Promise<void>
  hireAgent: (agentId: string) => Promise<LocalAgent>
  unhireAgent: (localAgentId: string) => Promise<void>
  fetchConversations: (agentId: string) => Promise<Conversation[]>
  createConversation: (agentId: string, title?: string) => Promise<Conversation>
}

const AgentsContext = createContext<AgentsContextValue | null>(null)

export function AgentsProvider({ workspaceId, children }: { workspaceId: string; children: ReactNode }) {
  const client = useClient()
  const [directory, setDirectory] = useState<{ agents: Agent[]; total: number }>({ agents: [], total: 0 })
  const [isLoading, setIsLoading] = useState(true)
  const [error, setError] = useState<Error | null>(null)
  const filters = useRef<AgentFilters>({})
  const newest = useRef(0)

  const load = useCallback(async () => {
    const request = ++newest.current
    try {
      const found = await client.agents.list(workspaceId, filters.current)
      // An older search that answers late must not replace a newer one.
      if (request !== newest.current) return
      setDirectory(found)
      setError(null)
    } catch (failure) {
      if (request === newest.current) setError(failure instanceof Error ? failure : new Error(String(failure)))
    } finally {
      if (request === newest.current) setIsLoading(false)
    }
  }, [client, workspaceId])

  const fetchAgents = useCallback(
    (wanted: AgentFilters = {}) => {
      filters.current = wanted
      setIsLoading(true)
      return load()
    },
    [load],
  )

  useEffect(() => {
    void load()
  }, [load])

  const hireAgent = useCallback(
    async (agentId: string) => {
      const hired = await client.agents.hire(agentId, workspaceId)
      await load()
      return hired
    },
    [client, workspaceId, load],
  )
  const unhireAgent = useCallback(
    async (localAgentId: string) => {
      await client.agents.unhire(localAgentId)
      await load()
    },
    [client, load],
  )
  const fetchConversations = useCallback((agentId: string) => client.conversations.list(agentId, workspaceId), [client, workspaceId])
  const createConversation = useCallback(
    (agentId: string, title?: string) => client.conversations.create(agentId, workspaceId, title),
    [client, workspaceId],
  )

  const value = useMemo(
    () => ({
      workspaceId,
      agents: directory.agents,
      myAgents: directory.agents.filter((agent) => agent.isHired),
      total: directory.total,
      isLoading,
      error,
      fetchAgents,
      hireAgent,
      unhireAgent,
      fetchConversations,
      createConversation,
    }),
    [workspaceId, directory, isLoading, error, fetchAgents, hireAgent, unhireAgent, fetchConversations, createConversation],
  )
  return <AgentsContext value={value}>{children}</AgentsContext>
}

export function useAgents(): AgentsContextValue {
  const value = useContext(AgentsContext)
  if (value === null) throw new Error("useAgents needs an AgentsProvider above it")
  return value
}
