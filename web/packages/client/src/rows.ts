/** Rows of the REST API, with the field names that the seed gives them. Fields of later servers are let through unread. */
import * as z from "zod/mini"

const text = z.pipe(z.nullish(z.string()), z.transform((value: string | null | undefined) => value ?? null))
const number = z.catch(z.coerce.number(), 0)

const agentConfigSchema = z.object({ openings: z.catch(z.array(z.string()), []) })
/** What pages use of an agent's free-form settings: questions to begin with. */
function readAgentConfig(value: unknown): z.infer<typeof agentConfigSchema> {
  return agentConfigSchema.safeParse(value).data ?? { openings: [] }
}

export const agentSchema = z.object({
  id: z.string(),
  name: z.string(),
  slug: text,
  description: text,
  department_id: text,
  avatar_url: text,
  model: z.string(),
  system_prompt: z.catch(z.string(), ""),
  permission_mode: z.catch(z.string(), "default"),
  max_turns: number,
  is_enabled: z.catch(z.boolean(), true),
  is_head: z.catch(z.boolean(), false),
  isHired: z.boolean(),
  localAgentId: text,
  hiredAt: text,
  config: z.pipe(z.nullish(z.unknown()), z.transform(readAgentConfig)),
})
export const agentPageSchema = z.object({ agents: z.array(agentSchema), total: z.number() })

export const localAgentSchema = z.object({
  id: z.string(),
  workspace_id: z.string(),
  ai_agent_id: text,
  name: z.string(),
  description: text,
  avatar_url: text,
  system_prompt: z.string(),
  model: z.string(),
  tools: z.catch(z.array(z.string()), []),
  is_active: z.boolean(),
  hired_at: text,
  created_by: text,
})

export const conversationSchema = z.object({
  id: z.string(),
  title: text,
  created_at: z.string(),
  updated_at: z.string(),
})

/** One conversation whole. Where the server tells how its log stands, a page need not read it from the start. */
export const conversationDetailSchema = z.extend(conversationSchema, {
  agent_id: z.string(),
  total_input_tokens: number,
  total_output_tokens: number,
  total_cost_usd: number,
  last_seq: z.nullish(z.number()),
  active_run_id: z.nullish(z.string()),
})

export const skillSchema = z.object({
  id: z.string(),
  name: z.string(),
  display_name: z.string(),
  description: z.string(),
  icon: text,
  content: z.catch(z.string(), ""),
  is_active: z.boolean(),
  is_system: z.catch(z.boolean(), false),
})
export const memorySchema = z.object({ path: z.string(), content: z.catch(z.string(), ""), updated_at: text })
export const ruleSchema = z.object({
  id: z.string(),
  agent_id: text,
  rule_type: z.enum(["always", "never", "when"]),
  rule_content: z.string(),
  condition: text,
  priority: z.number(),
  is_enabled: z.boolean(),
})
export const departmentSchema = z.object({ id: z.string(), name: z.string() })
export const workspaceSchema = z.object({ id: z.string(), name: z.string(), role: text })
export const memberSchema = z.object({
  user_id: z.string(),
  role: z.string(),
  email: text,
  full_name: text,
  created_at: text,
})
export const invitationSchema = z.object({ id: z.string(), email: z.string(), role: z.string(), expires_at: z.string() })
/** An invitation just made: its token is told only now. */
export const newInvitationSchema = z.extend(invitationSchema, { token: z.string() })
export const meSchema = z.object({
  id: z.string(),
  email: text,
  full_name: text,
  avatar_url: text,
  is_platform_admin: z._default(z.boolean(), false),
  workspaces: z.array(workspaceSchema),
})
export const usageRowSchema = z.object({
  day: text,
  agent_id: text,
  agent_name: text,
  user_id: text,
  user_email: text,
  model: text,
  input_tokens: number,
  output_tokens: number,
  cost_usd: number,
})

/** One call of a tool, as the audit shows it. */
export const toolCallRowSchema = z.object({
  id: z.coerce.string(),
  tool_name: z.string(),
  agent_name: text,
  user_id: text,
  user_email: text,
  success: z.boolean(),
  duration_ms: z.pipe(z.nullish(z.number()), z.transform((value: number | null | undefined) => value ?? null)),
  args: z.unknown(),
  created_at: z.string(),
})

export type Agent = z.infer<typeof agentSchema>
export type LocalAgent = z.infer<typeof localAgentSchema>
export type Conversation = z.infer<typeof conversationSchema>
export type ConversationDetail = z.infer<typeof conversationDetailSchema>
export type Skill = z.infer<typeof skillSchema>
export type Memory = z.infer<typeof memorySchema>
export type Rule = z.infer<typeof ruleSchema>
export type Department = z.infer<typeof departmentSchema>
export type Workspace = z.infer<typeof workspaceSchema>
export type Member = z.infer<typeof memberSchema>
export type Invitation = z.infer<typeof invitationSchema>
export type Me = z.infer<typeof meSchema>
export type ToolCallRow = z.infer<typeof toolCallRowSchema>
export type UsageRow = z.infer<typeof usageRowSchema>

/** A list answer: a bare array, or an object that holds one. */
export function listOf<Row extends z.ZodMiniType>(row: Row): z.ZodMiniType<z.infer<Row>[]> {
  const unwrap = (value: unknown): unknown =>
    Array.isArray(value) || typeof value !== "object" || value === null ? value : Object.values(value).find(Array.isArray)
  return z.pipe(z.transform(unwrap), z.array(row))
}
