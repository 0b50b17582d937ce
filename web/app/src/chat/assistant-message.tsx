"use client"
import type { AgentMessage, MessagePart, RunActivity } from "@switchboard/client"
import { Check, Copy } from "lucide-react"
import { useState } from "react"
import { Avatar } from "@/ui/avatar"
import { activityText } from "./activity-text"
import { Markdown } from "./markdown"
import { Reasoning } from "./reasoning"
import { RetryButton } from "./retry-button"
import { ToolCard } from "./tool-card"
import { UsageLine } from "./usage-line"

export function AssistantMessage(props: { name: string; message: AgentMessage; activity: RunActivity | null; isStopping: boolean; onRetry: (messageId: string) => Promise<void> }) {
  const { name, message, activity, isStopping, onRetry } = props
  const isLive = message.state === "streaming" || message.state === "queued"
  const last = message.parts.length - 1
  const isSilent = isLive && !isSpeaking(message.parts[last], activity)
  return (
    <article className="group flex gap-3.5" aria-busy={isLive}>
      <Avatar name={name} className="mt-0.5 max-sm:hidden!" />
      <div className="min-w-0 flex-1 space-y-3">
        <h2 className="sr-only">{name} said</h2>
        {message.parts.map((part, index) => (
          <Part key={part.type === "tool-call" ? part.toolCallId : index} part={part} message={message} isOpen={isLive && index === last} />
        ))}
        {isSilent && (
          <p role="status" className="flex items-center gap-2.5 text-soft">
            <span className="flex gap-1" aria-hidden>
              <i className="breathe size-1.5 rounded-full bg-accent" />
              <i className="breathe size-1.5 rounded-full bg-accent [animation-delay:0.2s]" />
              <i className="breathe size-1.5 rounded-full bg-accent [animation-delay:0.4s]" />
            </span>
            {isStopping ? "Stopping…" : activityText(activity, message.state === "queued")}
          </p>
        )}
        {message.state === "cancelled" && <p className="text-sm text-soft">Stopped.</p>}
        {message.error && (
          <div role="alert" className="flex flex-wrap items-center justify-between gap-3 rounded-xl bg-bad-tint px-4 py-3 text-bad">
            <span>{message.error.message}</span>
            {message.error.recoverable && <RetryButton onClick={() => void onRetry(message.id)} />}
          </div>
        )}
        {!isLive && (
          <footer className="flex min-h-7 flex-wrap items-center gap-x-3 gap-y-1 text-soft">
            {message.content !== "" && <CopyButton text={message.content} />}
            {message.state === "cancelled" && <RetryButton onClick={() => void onRetry(message.id)} />}
            {message.usage && <UsageLine usage={message.usage} />}
          </footer>
        )}
      </div>
    </article>
  )
}

function Part({ part, message, isOpen }: { part: MessagePart; message: AgentMessage; isOpen: boolean }) {
  switch (part.type) {
    case "text":
      return <Markdown text={part.text} isOpen={isOpen} />
    case "reasoning":
      return <Reasoning text={part.reasoning} isOpen={isOpen} />
    case "tool-call":
      return <ToolCard part={part} details={message.tools?.[part.toolCallId]} />
  }
}

/** Text that flows shows that the agent is at work; so does a tool that runs. */
function isSpeaking(part: MessagePart | undefined, activity: RunActivity | null): boolean {
  if (activity !== null || part === undefined) return false
  return part.type === "tool-call" ? part.state === "running" || part.state === "pending" : true
}

function CopyButton({ text }: { text: string }) {
  const [isCopied, setIsCopied] = useState(false)
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text)
    setIsCopied(true)
    setTimeout(() => setIsCopied(false), 1_500)
  }
  return (
    <button type="button" aria-label={isCopied ? "Copied" : "Copy answer"} title="Copy" onClick={() => void copy()} className="rounded-md p-1.5 hover:bg-sunken hover:text-ink">
      {isCopied ? <Check size={15} className="text-good" /> : <Copy size={15} />}
    </button>
  )
}
