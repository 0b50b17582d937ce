"use client"
import type { Agent } from "@switchboard/client"
import { useAgents, useClient } from "@switchboard/react"
import { useQuery } from "@tanstack/react-query"
import { MessageSquare, Search, Settings2, UserMinus, UserPlus, Users } from "lucide-react"
import Link from "next/link"
import { useEffect, useState } from "react"
import { chatPath } from "@/shell/chat-path"
import { Avatar } from "@/ui/avatar"
import { Button } from "@/ui/button"
import { Confirm } from "@/ui/confirm"
import { inputClass } from "@/ui/field"
import { Badge, Card, EmptyState, ErrorNote, Page, Skeleton } from "@/ui/page"
import { messageOf, useToast } from "@/ui/toast"
import { AgentEditor } from "./agent-editor"

/** The catalog: find an agent, hire it, change how it works here, let it go. */
export function AgentsPage() {
  const { agents, myAgents, isLoading, error, fetchAgents, unhireAgent } = useAgents()
  const [search, setSearch] = useState("")
  const [department, setDepartment] = useState("")
  const [editing, setEditing] = useState<string | null>(null)
  const [leaving, setLeaving] = useState<Agent | null>(null)
  const tell = useToast()
  useEffect(() => {
    const timer = setTimeout(() => void fetchAgents({ search, limit: 200 }), search === "" ? 0 : 250)
    return () => clearTimeout(timer)
  }, [search, fetchAgents])
  // The sidebar lists who is hired: leaving this page, the filter must not go along.
  useEffect(() => () => void fetchAgents(), [fetchAgents])

  const client = useClient()
  const named = useQuery({ queryKey: ["departments"], queryFn: () => client.agents.departments() })
  const departments = (named.data ?? []).filter(({ id }) => agents.some((agent) => agent.department_id === id))
  const shown = department === "" ? agents : agents.filter((agent) => agent.department_id === department)
  return (
    <Page isWide title="Agents" about="Hire agents from the catalog, and shape how they work in this workspace." actions={<Badge tone="accent">{myAgents.length} hired</Badge>}>
      <div className="mb-5 flex flex-wrap gap-3">
        <div className="relative min-w-56 flex-1">
          <Search size={16} className="pointer-events-none absolute top-1/2 left-3.5 -translate-y-1/2 text-soft" aria-hidden />
          <input type="search" aria-label="Search agents" placeholder="Search by name or skill" value={search} onChange={(event) => setSearch(event.target.value)} className={`${inputClass} h-10 pl-10`} />
        </div>
        {departments.length > 1 && departments.length < 12 && (
          <div role="group" aria-label="Department" className="flex max-w-full gap-1 overflow-x-auto">
            {[{ id: "", name: "All" }, ...departments].map(({ id, name }) => (
              <Button key={id} size="small" kind={department === id ? "primary" : "secondary"} aria-pressed={department === id} className="h-10!" onClick={() => setDepartment(id)}>
                {name}
              </Button>
            ))}
          </div>
        )}
      </div>
      {error && <ErrorNote error={error} onRetry={() => void fetchAgents({ search, limit: 200 })} />}
      {isLoading && agents.length === 0 && (
        <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          {[1, 2, 3].map((n) => (
            <Skeleton key={n} className="h-48" />
          ))}
        </div>
      )}
      {!isLoading && !error && shown.length === 0 && (
        <EmptyState icon={Users} title="No agent fits">
          Try fewer or other words.
        </EmptyState>
      )}
      <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {shown.map((agent) => (
          <li key={agent.id}>
            <AgentCard agent={agent} onEdit={setEditing} onLeave={setLeaving} />
          </li>
        ))}
      </ul>
      {editing !== null && <AgentEditor localAgentId={editing} onClose={() => setEditing(null)} />}
      {leaving?.localAgentId != null && (
        <Confirm
          title={`Let ${leaving.name} go?`}
          detail="It leaves this workspace. Its conversations stay; you can hire it again."
          action="Let go"
          onClose={() => setLeaving(null)}
          onConfirm={() => void unhireAgent(leaving.localAgentId ?? "").catch((failure: unknown) => tell(messageOf(failure), "error"))}
        />
      )}
    </Page>
  )
}

function AgentCard({ agent, onEdit, onLeave }: { agent: Agent; onEdit: (localAgentId: string) => void; onLeave: (agent: Agent) => void }) {
  const { hireAgent } = useAgents()
  const [isBusy, setIsBusy] = useState(false)
  const tell = useToast()
  const hire = async (): Promise<void> => {
    setIsBusy(true)
    try {
      await hireAgent(agent.id)
      tell(`${agent.name} joined the workspace.`)
    } catch (failure) {
      tell(messageOf(failure), "error")
    }
    setIsBusy(false)
  }
  const { localAgentId } = agent
  return (
    <Card className="flex h-full flex-col p-5">
      <div className="flex items-start gap-3.5">
        <Avatar name={agent.name} size="size-12" className="text-base!" />
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold">{agent.name}</h2>
          <div className="mt-1 flex flex-wrap gap-1.5">
            <Badge>{agent.model}</Badge>
            {agent.is_head && <Badge tone="accent">Head</Badge>}
            {agent.isHired && <Badge tone="good">Hired</Badge>}
          </div>
        </div>
      </div>
      <p className="mt-3.5 line-clamp-3 flex-1 text-soft">{agent.description ?? "No description."}</p>
      <div className="mt-4 flex gap-2">
        {agent.isHired && localAgentId !== null ? (
          <>
            <Link href={chatPath(localAgentId)} className="inline-flex h-8 flex-1 items-center justify-center gap-2 rounded-lg bg-accent px-3 text-sm font-medium text-on-accent hover:opacity-90">
              <MessageSquare size={15} aria-hidden /> Chat
            </Link>
            <Button size="small" aria-label={`Settings of ${agent.name}`} title="Settings" onClick={() => onEdit(localAgentId)}>
              <Settings2 size={15} />
            </Button>
            <Button size="small" kind="danger" aria-label={`Let ${agent.name} go`} title="Let go" onClick={() => onLeave(agent)}>
              <UserMinus size={15} />
            </Button>
          </>
        ) : (
          <Button size="small" className="flex-1" disabled={isBusy} onClick={() => void hire()}>
            <UserPlus size={15} aria-hidden /> {isBusy ? "Hiring…" : "Hire"}
          </Button>
        )}
      </div>
    </Card>
  )
}
