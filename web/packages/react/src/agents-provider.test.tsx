import { createClient } from "@switchboard/client"
import { act, cleanup, renderHook, waitFor } from "@testing-library/react"
import type { ReactNode } from "react"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { ChatServer } from "../../../test-support/chat-server.ts"
import { AgentsProvider, useAgents } from "./agents-provider.tsx"
import { ClientProvider } from "./client-provider.tsx"

let server: ChatServer
let wrapper: (props: { children: ReactNode }) => ReactNode
let hired: Set<string>
beforeEach(async () => {
  server = new ChatServer()
  hired = new Set(["ada"])
  server.handlers.push(({ method, path, query, body }) => {
    const agents = ["ada", "bob"].map((id) => ({ id, name: id, model: "sonnet", isHired: hired.has(id), localAgentId: hired.has(id) ? `local-${id}` : null }))
    if (path === "/api/agents") {
      const found = agents.filter((agent) => agent.name.includes(query.get("search") ?? ""))
      return { status: 200, body: { agents: found, total: found.length } }
    }
    const [, , , id = "", verb] = path.split("/")
    if (method === "POST" && verb === "hire") {
      if (hired.has(id)) return null
      hired.add(id)
      const workspace_id = (body as { workspaceId: string }).workspaceId
      return { status: 201, body: { id: `local-${id}`, workspace_id, ai_agent_id: id, name: id, system_prompt: "", model: "sonnet", tools: [], is_active: true } }
    }
    if (method === "DELETE" && verb === "unhire") {
      hired.delete(id.replace("local-", ""))
      return { status: 200 }
    }
    return null
  })
  const client = createClient({ baseUrl: await server.listen() })
  wrapper = ({ children }) => (
    <ClientProvider client={client}>
      <AgentsProvider workspaceId="w">{children}</AgentsProvider>
    </ClientProvider>
  )
})
afterEach(async () => {
  cleanup()
  await server.close()
})

describe("useAgents", () => {
  it("loads the directory and knows who is hired", async () => {
    const { result } = renderHook(useAgents, { wrapper })
    expect(result.current.isLoading).toBe(true)
    await waitFor(() => expect(result.current.isLoading).toBe(false))
    expect(result.current.agents.map((a) => a.name)).toEqual(["ada", "bob"])
    expect(result.current.myAgents.map((a) => a.name)).toEqual(["ada"])
  })

  it("hires and lets go", async () => {
    const { result } = renderHook(useAgents, { wrapper })
    await waitFor(() => expect(result.current.isLoading).toBe(false))
    await act(async () => {
      expect(await result.current.hireAgent("bob")).toMatchObject({ id: "local-bob", workspace_id: "w" })
    })
    expect(result.current.myAgents).toHaveLength(2)
    await act(() => result.current.unhireAgent("local-ada"))
    expect(result.current.myAgents.map((a) => a.name)).toEqual(["bob"])
  })

  it("filters", async () => {
    const { result } = renderHook(useAgents, { wrapper })
    await act(() => result.current.fetchAgents({ search: "bo" }))
    expect(result.current.agents.map((a) => a.name)).toEqual(["bob"])
    expect(result.current.total).toBe(1)
  })

  it("begins and lists conversations", async () => {
    const { result } = renderHook(useAgents, { wrapper })
    const made = await act(() => result.current.createConversation("local-ada"))
    expect(await act(() => result.current.fetchConversations("local-ada"))).toMatchObject([{ id: made.id }])
  })

  it("keeps the error of a directory that cannot be read", async () => {
    server.refusals.push({ path: "/api/agents", refusal: { status: 403, code: "forbidden" } })
    const { result } = renderHook(useAgents, { wrapper })
    await waitFor(() => expect(result.current.error).toMatchObject({ code: "forbidden" }))
  })

  it("says what it needs", () => {
    expect(() => renderHook(useAgents)).toThrow("AgentsProvider")
  })
})
