"use client"
import { useClient } from "@switchboard/react"
import { useQuery } from "@tanstack/react-query"
import { Check, ScrollText, X } from "lucide-react"
import { useState } from "react"
import { formatDuration, formatTime } from "@/lib/format"
import { useWorkspace } from "@/shell/workspace-context"
import { Json } from "@/chat/json"
import { Select } from "@/ui/field"
import { Card, EmptyState, ErrorNote, Page, Skeleton } from "@/ui/page"

/** Every tool call of the workspace: who had what done, by whom, and how it ended. */
export function AuditPage() {
  const client = useClient()
  const { workspace } = useWorkspace()
  const [outcome, setOutcome] = useState<"all" | "failed">("all")
  const calls = useQuery({ queryKey: ["tool-calls", workspace.id], queryFn: () => client.workspaces.toolCalls(workspace.id) })
  const shown = (calls.data ?? []).filter((call) => outcome === "all" || !call.success)
  return (
    <Page
      isWide
      title="Audit"
      about="Every tool that agents called in this workspace, newest first."
      actions={
        <Select aria-label="Outcome" className="w-auto!" value={outcome} onChange={(event) => setOutcome(event.target.value === "failed" ? "failed" : "all")}>
          <option value="all">All calls</option>
          <option value="failed">Failed only</option>
        </Select>
      }
    >
      {calls.isPending && <Skeleton className="h-64" />}
      {calls.isError && <ErrorNote error={calls.error} onRetry={() => void calls.refetch()} />}
      {calls.isSuccess && shown.length === 0 && <EmptyState icon={ScrollText} title="No tool calls to show" />}
      {shown.length > 0 && (
        <Card className="overflow-hidden">
          <ul>
            {shown.map((call) => (
              <li key={call.id} className="border-b border-line last:border-0">
                <details>
                  <summary className="grid list-none grid-cols-[1.5rem_1fr_auto] items-center gap-x-3 gap-y-0.5 px-4 py-3 hover:bg-sunken md:grid-cols-[1.5rem_1fr_12rem_5rem_11rem] [&::-webkit-details-marker]:hidden">
                    {call.success ? <Check size={16} className="text-good" aria-label="Succeeded" /> : <X size={16} className="text-bad" aria-label="Failed" />}
                    <span className="truncate font-mono text-sm">{call.tool_name}</span>
                    <span className="hidden truncate text-sm text-soft md:block">{call.user_email ?? call.user_id}</span>
                    <span className="text-right text-sm text-soft tabular-nums">{call.duration_ms === null ? "" : formatDuration(call.duration_ms)}</span>
                    <span className="col-start-2 text-sm text-soft md:col-start-auto md:text-right">{formatTime(call.created_at)}</span>
                  </summary>
                  <div className="space-y-2 px-4 pb-4">
                    <p className="text-sm text-soft">{call.agent_name}</p>
                    <Json value={call.args} />
                  </div>
                </details>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </Page>
  )
}
