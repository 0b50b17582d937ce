export { Backoff, type BackoffOptions } from "./backoff.ts"
export { activeRun, type Approval, type ApprovalDecision, type ChatState, initialChatState, type LiveRun, pendingApprovals, type RunActivity } from "./chat-state.ts"
export { ChatSession } from "./chat-session.ts"
export type { ChatCallbacks, ChatSessionOptions, ChatSnapshot, ChatStatus, SendOptions } from "./chat-snapshot.ts"
export { type AgentFilters, createClient, type Decision, type LocalAgentChange, type RuleInput, type SkillInput, type SwitchboardClient } from "./client.ts"
export type { components, operations, paths } from "./generated/openapi.ts"
export { type EventOf, isTerminal, parseStreamEvent, ProtocolError, type ServerEvent, type StreamEvent, toStreamEvent, type Usage } from "./events.ts"
export { openEvents, SilentStreamError, type StreamTimes } from "./event-stream.ts"
export { type Connection, conversationEvents, type FeedOptions, pollEvents } from "./feed.ts"
export { Http, type HttpOptions, type TokenReason } from "./http.ts"
export {
  type AgentMessage,
  humanize,
  type MessageFailure,
  type MessagePart,
  type MessageState,
  plainText,
  type ReasoningPart,
  type TextPart,
  type ToolCallDetails,
  type ToolCallPart,
} from "./messages.ts"
export { ApiError, type FieldError } from "./problem.ts"
export { type ChatAction, chatReducer } from "./reducer.ts"
export type { Agent, Conversation, ConversationDetail, Department, Invitation, LocalAgent, Me, Member, Memory, Rule, Skill, ToolCallRow, UsageRow, Workspace } from "./rows.ts"
export { type SseFrame, SseParser } from "./sse-parser.ts"
export { NetworkError } from "./transport.ts"
export type { XhrLike } from "./transport-xhr.ts"
