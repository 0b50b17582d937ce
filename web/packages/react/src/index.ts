export { type AgentsContextValue, AgentsProvider, useAgents } from "./agents-provider.tsx"
export { type AppActivity, ClientProvider, useClient } from "./client-provider.tsx"
export { useAgentChat, type UseAgentChatOptions, type UseAgentChatReturn } from "./use-agent-chat.ts"
