/** The REST API as typed calls: one small group of functions for each kind of thing. Every answer is checked. */
import * as z from "zod/mini"
import { Http, type HttpOptions, type HttpRequest } from "./http.ts"
import { type AgentMessage, fromRow, type MessageRow, messageRowSchema } from "./messages.ts"
import { ApiError } from "./problem.ts"
import * as rows from "./rows.ts"

export type SwitchboardClient = ReturnType<typeof createClient>

export interface AgentFilters {
  search?: string
  departmentId?: string
  hiredOnly?: boolean
  limit?: number
  offset?: number
}
export type Decision = "allow" | "deny"
export type SkillInput = Pick<rows.Skill, "name" | "display_name" | "description" | "content"> & Partial<Pick<rows.Skill, "icon" | "is_active">>
export type RuleInput = Pick<rows.Rule, "agent_id" | "rule_type" | "rule_content" | "condition" | "priority" | "is_enabled">
export type LocalAgentChange = Partial<Pick<rows.LocalAgent, "name" | "system_prompt" | "tools" | "model" | "is_active">>

const newestPage = z.union([
  z.array(messageRowSchema),
  z.pipe(z.object({ messages: z.array(messageRowSchema) }), z.transform((page: { messages: MessageRow[] }) => page.messages)),
])

/** Makes a client. On the web it needs no options; elsewhere a `baseUrl` and a `getToken`. */
export function createClient(options: HttpOptions = {}) {
  const http = new Http(options)
  const call = async <Row extends z.ZodMiniType>(schema: Row, path: string, request?: HttpRequest): Promise<z.infer<Row>> => {
    const answer = schema.safeParse(await http.json(path, request))
    if (answer.success) return answer.data
    throw new ApiError({ status: 200, code: "bad_answer", message: `Unexpected answer: ${z.prettifyError(answer.error)}` })
  }
  const id = encodeURIComponent
  const nothing = z.unknown()

  return {
    http,
    me: () => call(rows.meSchema, "/api/me"),

    agents: {
      list: (workspaceId: string, filters: AgentFilters = {}) =>
        call(rows.agentPageSchema, "/api/agents", {
          query: {
            workspaceId,
            search: filters.search,
            department_id: filters.departmentId,
            hired_only: filters.hiredOnly,
            limit: filters.limit,
            offset: filters.offset,
          },
        }),
      departments: () => call(rows.listOf(rows.departmentSchema), "/api/departments", { query: { limit: 200 } }),
      hire: (agentId: string, workspaceId: string) =>
        call(rows.localAgentSchema, `/api/agents/${id(agentId)}/hire`, { method: "POST", body: { workspaceId } }),
      unhire: (localAgentId: string) => call(nothing, `/api/agents/${id(localAgentId)}/unhire`, { method: "DELETE" }),
      get: (localAgentId: string) => call(rows.localAgentSchema, `/api/local-agents/${id(localAgentId)}`),
      update: (localAgentId: string, change: LocalAgentChange) =>
        call(rows.localAgentSchema, `/api/local-agents/${id(localAgentId)}`, { method: "PATCH", body: change }),
      skills: (localAgentId: string) => call(rows.listOf(rows.skillSchema), `/api/local-agents/${id(localAgentId)}/skills`),
      assignSkill: (localAgentId: string, skillId: string) =>
        call(nothing, `/api/local-agents/${id(localAgentId)}/skills`, { method: "POST", body: { skillId } }),
      unassignSkill: (localAgentId: string, skillId: string) =>
        call(nothing, `/api/local-agents/${id(localAgentId)}/skills/${id(skillId)}`, { method: "DELETE" }),
    },

    conversations: {
      list: (agentId: string, workspaceId: string) =>
        call(rows.listOf(rows.conversationSchema), "/api/agent-conversations", { query: { agentId, workspaceId } }),
      create: (agentId: string, workspaceId: string, title?: string) =>
        call(rows.conversationSchema, "/api/agent-conversations", { method: "POST", body: { agentId, workspaceId, title } }),
      get: (conversationId: string, signal?: AbortSignal) =>
        call(rows.conversationDetailSchema, `/api/agent-conversations/${id(conversationId)}`, signal ? { signal } : {}),
      rename: (conversationId: string, title: string) =>
        call(nothing, `/api/agent-conversations/${id(conversationId)}`, { method: "PATCH", body: { title } }),
      delete: (conversationId: string) => call(nothing, `/api/agent-conversations/${id(conversationId)}`, { method: "DELETE" }),
      /** One page, oldest message first; `before` is the id of the oldest message that the caller has. */
      messages: async (
        conversationId: string,
        page: { before?: string; limit?: number; signal?: AbortSignal } = {},
      ): Promise<AgentMessage[]> => {
        const found = await call(newestPage, `/api/agent-conversations/${id(conversationId)}/messages`, {
          query: { before: page.before, limit: page.limit },
          ...(page.signal ? { signal: page.signal } : {}),
        })
        const messages = found.map(fromRow)
        const [first, last] = [messages[0], messages.at(-1)]
        return first && last && first.createdAt > last.createdAt ? messages.reverse() : messages
      },
    },

    runs: {
      cancel: (runId: string) => call(nothing, `/api/agent-runs/${id(runId)}/cancel`, { method: "POST", body: {} }),
      resolve: (runId: string, approvalId: string, answer: { decision: Decision; message?: string; remember?: boolean }) =>
        call(nothing, `/api/agent-runs/${id(runId)}/approvals/${id(approvalId)}`, { method: "POST", body: answer }),
    },

    skills: {
      list: (workspaceId: string) => call(rows.listOf(rows.skillSchema), "/api/agent-skills", { query: { workspaceId, limit: 200 } }),
      create: (workspaceId: string, skill: SkillInput) =>
        call(rows.skillSchema, "/api/agent-skills", { method: "POST", body: { workspaceId, ...skill } }),
      update: (skillId: string, change: Partial<SkillInput>) =>
        call(rows.skillSchema, `/api/agent-skills/${id(skillId)}`, { method: "PATCH", body: change }),
      delete: (skillId: string) => call(nothing, `/api/agent-skills/${id(skillId)}`, { method: "DELETE" }),
    },

    memories: {
      list: (agentId: string, workspaceId: string) =>
        call(rows.listOf(rows.memorySchema), "/api/agent-memories", { query: { agentId, workspaceId } }),
      read: (agentId: string, workspaceId: string, path: string) =>
        call(rows.memorySchema, "/api/agent-memories", { query: { agentId, workspaceId, path } }),
      write: (agentId: string, workspaceId: string, path: string, content: string) =>
        call(nothing, "/api/agent-memories", { method: "PUT", body: { agentId, workspaceId, path, content } }),
      delete: (agentId: string, workspaceId: string, path: string) =>
        call(nothing, "/api/agent-memories", { method: "DELETE", query: { agentId, workspaceId, path } }),
    },

    rules: {
      list: (agentId?: string) => call(rows.listOf(rows.ruleSchema), "/api/agent-rules", { query: { agentId, limit: 200 } }),
      create: (rule: RuleInput) => call(rows.ruleSchema, "/api/agent-rules", { method: "POST", body: rule }),
      update: (ruleId: string, change: Partial<RuleInput>) =>
        call(rows.ruleSchema, `/api/agent-rules/${id(ruleId)}`, { method: "PATCH", body: change }),
      delete: (ruleId: string) => call(nothing, `/api/agent-rules/${id(ruleId)}`, { method: "DELETE" }),
    },

    workspaces: {
      list: () => call(rows.listOf(rows.workspaceSchema), "/api/workspaces"),
      create: (name: string) => call(rows.workspaceSchema, "/api/workspaces", { method: "POST", body: { name } }),
      members: (workspaceId: string) => call(rows.listOf(rows.memberSchema), `/api/workspaces/${id(workspaceId)}/members`),
      invite: (workspaceId: string, email: string, role: string) =>
        call(rows.newInvitationSchema, `/api/workspaces/${id(workspaceId)}/members`, { method: "POST", body: { email, role } }),
      invitations: (workspaceId: string) => call(rows.listOf(rows.invitationSchema), `/api/workspaces/${id(workspaceId)}/invitations`),
      revokeInvitation: (workspaceId: string, invitationId: string) =>
        call(nothing, `/api/workspaces/${id(workspaceId)}/invitations/${id(invitationId)}`, { method: "DELETE" }),
      accept: (token: string) => call(rows.workspaceSchema, "/api/invitations/accept", { method: "POST", body: { token } }),
      changeRole: (workspaceId: string, userId: string, role: string) =>
        call(nothing, `/api/workspaces/${id(workspaceId)}/members/${id(userId)}`, { method: "PATCH", body: { role } }),
      remove: (workspaceId: string, userId: string) =>
        call(nothing, `/api/workspaces/${id(workspaceId)}/members/${id(userId)}`, { method: "DELETE" }),
      toolCalls: (workspaceId: string, limit = 200) =>
        call(rows.listOf(rows.toolCallRowSchema), `/api/workspaces/${id(workspaceId)}/tool-calls`, { query: { limit } }),
      usage: (workspaceId: string, range: { from?: string; to?: string } = {}) =>
        call(rows.listOf(rows.usageRowSchema), `/api/workspaces/${id(workspaceId)}/usage`, { query: { limit: 5000, ...range } }),
    },
  }
}
