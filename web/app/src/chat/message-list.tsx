"use client"
import type { AgentMessage, RunActivity } from "@switchboard/client"
import { memo } from "react"
import { Skeleton } from "@/ui/page"
import { AssistantMessage } from "./assistant-message"
import { RetryButton } from "./retry-button"
import { UserMessage } from "./user-message"

/** The messages, oldest first. A message that did not change is not drawn again. */
export function MessageList(props: {
  name: string
  messages: readonly AgentMessage[]
  isLoading: boolean
  activity: RunActivity | null
  isStopping: boolean
  onRetry: (messageId: string) => Promise<void>
}) {
  const { messages } = props
  const speaking = messages.find((message) => message.state === "streaming")?.id
  return (
    <ol className="space-y-7">
      {messages.map((message) => (
        <li key={message.id} className="message">
          <Message
            name={props.name}
            message={message}
            activity={message.id === speaking ? props.activity : null}
            isStopping={message.id === speaking && props.isStopping}
            onRetry={props.onRetry}
          />
        </li>
      ))}
      {props.isLoading && messages.length === 0 && (
        <li aria-label="Loading" className="space-y-4">
          <Skeleton className="ml-auto h-12 w-1/2" />
          <Skeleton className="h-28" />
        </li>
      )}
      {!props.isLoading && isUnanswered(messages.at(-1)) && (
        <li role="status" className="flex flex-wrap items-center gap-3 text-sm text-soft">
          No answer came to this.
          <RetryButton onClick={() => void props.onRetry(messages.at(-1)?.id ?? "")} />
        </li>
      )}
      {messages.at(-1)?.state === "sending" && (
        <li className="flex items-center gap-2 text-soft" role="status">
          <span className="breathe">Connecting…</span>
        </li>
      )}
    </ol>
  )
}

/** A question that was taken, whose turn left nothing behind. */
function isUnanswered(last: AgentMessage | undefined): boolean {
  return last?.role === "user" && last.state === "complete"
}

const Message = memo(function Message(props: { name: string; message: AgentMessage; activity: RunActivity | null; isStopping: boolean; onRetry: (messageId: string) => Promise<void> }) {
  return props.message.role === "user" ? <UserMessage {...props} /> : <AssistantMessage {...props} />
})
