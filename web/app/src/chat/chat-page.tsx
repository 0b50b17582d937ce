"use client"
import { useAgents } from "@switchboard/react"
import { Menu as MenuIcon, UserPlus } from "lucide-react"
import Link from "next/link"
import { usePathname } from "next/navigation"
import { parseChatPath } from "@/shell/chat-path"
import { useWorkspace } from "@/shell/workspace-context"
import { EmptyState, ErrorNote, Skeleton } from "@/ui/page"
import { ChatView } from "./chat-view"

/** Finds out who is spoken to, from the address; without one, the first agent at hand. */
export function ChatPage() {
  const { agentId, conversationId } = parseChatPath(usePathname())
  const { myAgents, isLoading, error, fetchAgents } = useAgents()
  const { openNavigation } = useWorkspace()
  const agent = agentId === null ? myAgents[0] : myAgents.find((candidate) => candidate.localAgentId === agentId)
  const localAgentId = agentId ?? agent?.localAgentId ?? null

  if (localAgentId !== null && (agent || !isLoading)) {
    return <ChatView agentId={localAgentId} agent={agent ?? null} conversationId={conversationId} />
  }
  return (
    <main className="mx-auto flex h-full max-w-3xl flex-col justify-center gap-4 p-6">
      <button type="button" onClick={openNavigation} aria-label="Open navigation" className="absolute top-3 left-3 rounded-lg p-2 text-soft hover:bg-sunken md:hidden">
        <MenuIcon size={20} />
      </button>
      {isLoading ? (
        <>
          <Skeleton className="h-8 w-1/2" />
          <Skeleton className="h-24" />
        </>
      ) : error ? (
        <ErrorNote error={error} onRetry={() => void fetchAgents()} />
      ) : (
        <EmptyState icon={UserPlus} title="Nobody to talk to yet">
          Agents work for a workspace once they are hired.
          <Link href="/agents" className="mt-3 block font-medium text-accent underline underline-offset-4">
            Browse the catalog
          </Link>
        </EmptyState>
      )}
    </main>
  )
}
