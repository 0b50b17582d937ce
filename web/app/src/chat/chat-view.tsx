"use client"
import { ApiError, type Agent } from "@switchboard/client"
import { useAgentChat } from "@switchboard/react"
import { useQueryClient } from "@tanstack/react-query"
import { ArrowDown, Menu as MenuIcon, WifiOff } from "lucide-react"
import { useCallback, useEffect } from "react"
import { conversationsKey } from "@/shell/conversation-list"
import { chatPath } from "@/shell/chat-path"
import { useWorkspace } from "@/shell/workspace-context"
import { Avatar } from "@/ui/avatar"
import { Button } from "@/ui/button"
import { Badge, ErrorNote } from "@/ui/page"
import { messageOf, useToast } from "@/ui/toast"
import { ApprovalCard } from "./approval-card"
import { Composer } from "./composer"
import { Greeting } from "./greeting"
import { MessageList } from "./message-list"
import { TotalCost } from "./usage-line"
import { useStickToBottom } from "./use-stick-to-bottom"

export function ChatView({ agentId, agent, conversationId }: { agentId: string; agent: Agent | null; conversationId: string | null }) {
  const { workspace, openNavigation } = useWorkspace()
  const queries = useQueryClient()
  const tell = useToast()
  const refreshList = useCallback(() => void queries.invalidateQueries({ queryKey: conversationsKey(agentId) }), [queries, agentId])
  const chat = useAgentChat({
    agentId,
    workspaceId: workspace.id,
    conversationId,
    // The address follows without a navigation: the answer goes on flowing where it is.
    onConversationCreated: (id) => {
      window.history.replaceState(null, "", chatPath(agentId, id))
      refreshList()
    },
  })
  const { isStreaming, stopGeneration, messages, approvals, resolveApproval, status, error } = chat
  const { scrollRef, contentRef, isAtBottom, scrollToBottom } = useStickToBottom(conversationId)

  // A finished turn may have given the conversation its title.
  useEffect(() => {
    if (status === "idle") refreshList()
  }, [status, refreshList])
  useEffect(() => {
    if (!isStreaming) return
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === "Escape" && !event.defaultPrevented && document.querySelector("dialog[open]") === null) stopGeneration()
    }
    window.addEventListener("keydown", onKey)
    return () => window.removeEventListener("keydown", onKey)
  }, [isStreaming, stopGeneration])

  const name = agent?.name ?? "Agent"
  const send = (text: string): void => {
    void chat.sendMessage(text, isStreaming ? { onBusy: "queue" } : {})
    requestAnimationFrame(() => scrollToBottom("instant"))
  }
  const answer = (approvalId: string, decision: "allow" | "deny", remember: boolean): void => {
    resolveApproval(approvalId, decision, remember ? { remember } : {}).catch((failure: unknown) => tell(messageOf(failure), "error"))
  }
  const isEmpty = messages.length === 0 && !chat.isLoading
  const isLost = error instanceof ApiError && (error.status === 404 || error.status === 403) && messages.length === 0

  return (
    <main className="flex h-full flex-col">
      <header className="flex h-14 shrink-0 items-center gap-3 border-b border-line px-3 sm:px-5">
        <button type="button" onClick={openNavigation} aria-label="Open navigation" className="rounded-lg p-2 text-soft hover:bg-sunken md:hidden">
          <MenuIcon size={20} />
        </button>
        <Avatar name={name} />
        <div className="min-w-0 flex-1">
          <h1 className="truncate leading-tight font-semibold">{name}</h1>
          <p className="truncate text-xs text-soft">{agent?.description ?? ""}</p>
        </div>
        {agent && <Badge>{agent.model}</Badge>}
        <TotalCost usd={chat.costUsd} />
      </header>

      {chat.connection === "reconnecting" && (
        <p role="status" className="flex items-center justify-center gap-2 bg-warn-tint px-4 py-1.5 text-sm text-warn">
          <WifiOff size={15} aria-hidden /> Reconnecting… the agent goes on, and nothing it says is lost.
        </p>
      )}

      <div className="relative min-h-0 flex-1">
        <div ref={scrollRef} tabIndex={0} role="region" aria-label="Messages" className="h-full overflow-y-auto overscroll-contain outline-none">
          <div ref={contentRef} className="mx-auto max-w-3xl px-4 py-6 sm:px-6">
            {isLost ? (
              <ErrorNote error={new Error("This conversation is gone, or it is not yours.")} />
            ) : isEmpty ? (
              <Greeting name={name} description={agent?.description ?? null} openings={agent?.config.openings ?? []} onPick={send} />
            ) : (
              <>
                {chat.hasOlder && (
                  <div className="mb-6 text-center">
                    <Button size="small" onClick={() => void chat.loadOlder().catch((failure: unknown) => tell(messageOf(failure), "error"))}>
                      Show earlier messages
                    </Button>
                  </div>
                )}
                <MessageList name={name} messages={messages} isLoading={chat.isLoading} activity={chat.activity} isStopping={chat.isStopping} onRetry={chat.retryMessage} />
                <div className="space-y-3" aria-live="assertive">
                  {approvals.map((approval) => (
                    <ApprovalCard key={approval.approvalId} approval={approval} onAnswer={answer} />
                  ))}
                </div>
                {status === "error" && error && !messages.some((message) => message.error) && (
                  <div className="mt-4">
                    <ErrorNote error={error} />
                  </div>
                )}
              </>
            )}
          </div>
        </div>
        {!isAtBottom && (
          <Button
            size="icon"
            aria-label="Go to the newest message"
            onClick={() => scrollToBottom("smooth")}
            className="appear absolute bottom-3 left-1/2 -translate-x-1/2 rounded-full! shadow-lg"
          >
            <ArrowDown size={18} />
          </Button>
        )}
      </div>

      <Composer
        key={`${agentId}/${conversationId ?? ""}`}
        agentName={name}
        isStreaming={isStreaming}
        isStopping={chat.isStopping}
        queuePosition={chat.queuePosition}
        onSend={send}
        onStop={stopGeneration}
      />
    </main>
  )
}

