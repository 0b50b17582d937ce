/** The REST half of the contract for the test server, in memory: enough for every page to be drawn and used. */
import { randomUUID } from "node:crypto"
import type { Handler } from "./chat-server.ts"

type Row = Record<string, unknown>
export const workspaceId = "5eed0001-0000-4000-8000-000000000001"

function agent(name: string, description: string, department: string, isHead = false): Row {
  const id = randomUUID()
  return {
    id,
    name,
    slug: name.toLowerCase(),
    description,
    department_id: department,
    avatar_url: null,
    model: "sonnet",
    system_prompt: `You are ${name}. ${description}`,
    permission_mode: "default",
    max_turns: 20,
    is_enabled: true,
    is_head: isHead,
    config: {},
    current_version: 1,
    published_version: 1,
    created_at: "2026-01-01T00:00:00Z",
    updated_at: "2026-01-01T00:00:00Z",
  }
}

export function restHandlers(): Handler[] {
  const agents = [
    agent("Penny Ledger", "Keeps the books: spending, budgets and cash flow.", "Finance", true),
    agent("Max Pipeline", "Watches deals and writes follow-ups.", "Sales"),
    agent("Iris Planner", "Plans projects and chases deadlines.", "Operations"),
    agent("Nora Notes", "Writes down what meetings decided.", "Operations"),
    agent("Otto Ops", "Looks after calls, numbers and messages.", "Communications"),
  ]
  const local = new Map<string, Row>()
  const hire = (row: Row): Row => {
    const made = {
      id: `local-${String(row["slug"]).replace(/\W/g, "-")}`,
      workspace_id: workspaceId,
      ai_agent_id: row["id"],
      name: row["name"],
      description: row["description"],
      avatar_url: null,
      system_prompt: row["system_prompt"],
      model: row["model"],
      tools: ["getTransactions", "getTasks"],
      is_active: true,
      hired_at: "2026-02-01T09:00:00Z",
      created_by: "me",
    }
    local.set(made.id, made)
    return made
  }
  agents.slice(0, 2).forEach(hire)
  const tables: Record<string, Row[]> = {
    "agent-skills": [
      { id: randomUUID(), name: "monthly-report", display_name: "Monthly report", description: "When someone asks how a month went.", icon: "📊", content: "# Monthly report\n\nGive totals first, then a table by category.", is_active: true, is_system: false },
      { id: randomUUID(), name: "polite-refusals", display_name: "Polite refusals", description: "When a request cannot be met.", icon: "🙏", content: "Say what is possible instead.", is_active: false, is_system: true },
    ],
    "agent-rules": [
      { id: randomUUID(), agent_id: null, rule_type: "always", rule_content: "State the currency of every amount.", condition: null, priority: 10, is_enabled: true },
      { id: randomUUID(), agent_id: null, rule_type: "never", rule_content: "Send a message without asking first.", condition: null, priority: 20, is_enabled: true },
      { id: randomUUID(), agent_id: null, rule_type: "when", rule_content: "Offer a chart.", condition: "the answer has more than five numbers", priority: 100, is_enabled: false },
    ],
    invitations: [],
    members: [
      { user_id: "me", role: "owner", email: "ada@example.com", full_name: "Ada Moreau", created_at: "2026-01-05T10:00:00Z" },
      { user_id: "bo", role: "member", email: "bo@example.com", full_name: "Bo Lindqvist", created_at: "2026-03-11T10:00:00Z" },
    ],
  }
  const memories = new Map([
    ["/memories/users/ada.md", "# Ada\n\nPrefers euros and short answers."],
    ["/memories/company.md", "The studio has eleven people and two offices."],
  ])
  const withHire = (row: Row): Row => {
    const hired = [...local.values()].find((candidate) => candidate["ai_agent_id"] === row["id"])
    return { ...row, isHired: hired !== undefined, localAgentId: hired?.["id"] ?? null, hiredAt: hired?.["hired_at"] ?? null }
  }

  const directory: Handler = ({ method, path, query, body }) => {
    const [, , kind, id = "", verb] = path.split("/")
    if (kind === "me") {
      const workspaces = [
        { id: workspaceId, name: "Studio Nord", role: "owner" },
        { id: randomUUID(), name: "Side project", role: "member" },
      ]
      return { status: 200, body: { id: "me", email: "ada@example.com", full_name: "Ada Moreau", avatar_url: null, is_platform_admin: true, workspaces } }
    }
    if (kind === "departments") {
      const names = new Set(agents.map((row) => row["department_id"]))
      return { status: 200, body: [...names].map((name) => ({ id: name, name })) }
    }
    if (kind === "agents" && id === "") {
      const words = (query.get("search") ?? "").toLowerCase()
      const found = agents.map(withHire).filter((row) => `${String(row["name"])} ${String(row["description"])}`.toLowerCase().includes(words))
      return { status: 200, body: { agents: query.get("hired_only") === "true" ? found.filter((row) => row["isHired"]) : found, total: found.length } }
    }
    if (kind === "agents" && verb === "hire") {
      const row = agents.find((candidate) => candidate["id"] === id)
      return row ? { status: 201, body: hire(row) } : null
    }
    if (kind === "agents" && verb === "unhire") {
      local.delete(id)
      return { status: 200 }
    }
    if (kind === "local-agents" && verb === "skills") return { status: 200, body: method === "GET" ? tables["agent-skills"]?.slice(0, 1) : {} }
    if (kind === "local-agents") {
      const row = local.get(id)
      if (row && method === "PATCH") Object.assign(row, body)
      return row ? { status: 200, body: row } : null
    }
    return null
  }
  const collections: Handler = ({ method, path, query, body }) => {
    const [, , kind = "", id = "", verb = "", member = ""] = path.split("/")
    if (kind === "workspaces" && verb === "usage") return { status: 200, body: usage(agents) }
    if (kind === "workspaces" && verb === "tool-calls") return { status: 200, body: toolCalls() }
    if (kind === "agent-memories") {
      const memory = query.get("path")
      if (method === "PUT") memories.set((body as { path: string }).path, (body as { content: string }).content)
      if (method === "DELETE" && memory !== null) memories.delete(memory)
      if (method === "GET" && memory !== null) return { status: 200, body: { path: memory, content: memories.get(memory) ?? "" } }
      return { status: 200, body: [...memories].map(([name, content]) => ({ path: name, content, updated_at: "2026-05-01T12:00:00Z" })) }
    }
    const isInvitation = method === "POST" && verb === "members"
    const table = tables[kind !== "workspaces" ? kind : isInvitation ? "invitations" : verb]
    const key = kind === "workspaces" ? member : id
    if (!table) return null
    if (method === "GET") return { status: 200, body: table }
    if (method === "POST") {
      const now = Date.now()
      const invited = isInvitation ? { token: randomUUID(), expires_at: new Date(now + 604_800_000).toISOString() } : {}
      const row = { id: randomUUID(), created_at: new Date(now).toISOString(), ...invited, is_active: true, is_system: false, icon: null, ...(body as Row) }
      table.push(row)
      return { status: 201, body: row }
    }
    const index = table.findIndex((row) => row["id"] === key || row["user_id"] === key)
    if (index === -1) return null
    if (method === "DELETE") return { status: 200, body: table.splice(index, 1)[0] }
    table[index] = { ...table[index], ...(body as Row) }
    return { status: 200, body: table[index] }
  }
  return [directory, collections]
}

function usage(agents: Row[]): Row[] {
  const start = Date.now() - 29 * 86_400_000
  return Array.from({ length: 30 }, (_, i) => i).flatMap((day) =>
    agents.slice(0, 2).map((row, index) => {
      const tokens = 20_000 + Math.round(14_000 * Math.sin(day / 3 + index * 2) + 900 * day)
      return {
        day: new Date(start + day * 86_400_000).toISOString().slice(0, 10),
        agent_id: row["id"],
        agent_name: row["name"],
        user_id: index === 0 ? "me" : "bo",
        user_email: index === 0 ? "ada@example.com" : "bo@example.com",
        model: index === 0 ? "sonnet" : "haiku",
        input_tokens: tokens,
        output_tokens: Math.round(tokens / 6),
        cost_usd: (tokens / 1e6) * 3 + (tokens / 6e6) * 15,
      }
    }),
  )
}

function toolCalls(): Row[] {
  return ["getTransactions", "sendSms", "getTasks", "query_database"].map((tool_name, i) => ({
    id: `call-${i}`,
    created_at: new Date(Date.now() - i * 3_600_000).toISOString(),
    tool_name,
    agent_name: i % 2 === 0 ? "Penny Ledger" : "Max Pipeline",
    user_email: "ada@example.com",
    success: i !== 1,
    duration_ms: 24 + i * 180,
    args: { limit: 20 + i },
  }))
}
