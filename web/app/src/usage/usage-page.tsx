"use client"
import type { UsageRow } from "@switchboard/client"
import { useClient } from "@switchboard/react"
import { useQuery } from "@tanstack/react-query"
import { BarChart3 } from "lucide-react"
import dynamic from "next/dynamic"
import { useState } from "react"
import { formatCost, formatTokens } from "@/lib/format"
import { useWorkspace } from "@/shell/workspace-context"
import { Select } from "@/ui/field"
import { Card, EmptyState, ErrorNote, Page, Skeleton } from "@/ui/page"
import { everyDay, sumUsage, total, type UsageSum } from "./sum-usage"

const UsageChart = dynamic(() => import("./usage-chart").then((module) => module.UsageChart), { ssr: false, loading: () => <Skeleton className="h-64" /> })

const breakdowns: { title: string; nameOf: (row: UsageRow) => string | null }[] = [
  { title: "By agent", nameOf: (row) => row.agent_name ?? row.agent_id },
  { title: "By member", nameOf: (row) => row.user_email ?? row.user_id },
  { title: "By model", nameOf: (row) => row.model },
]

/** Tokens and cost of the workspace by day, agent, member and model. */
export function UsagePage() {
  const client = useClient()
  const { workspace } = useWorkspace()
  const [days, setDays] = useState(30)
  const usage = useQuery({
    queryKey: ["usage", workspace.id, days],
    queryFn: () => client.workspaces.usage(workspace.id, { from: new Date(Date.now() - (days - 1) * 86_400_000).toISOString().slice(0, 10) }),
  })
  const byDay = sumUsage(usage.data ?? [], (row) => row.day)
  const all = total(byDay)
  return (
    <Page
      isWide
      title="Usage"
      about="What the agents of this workspace used, and what it cost."
      actions={
        <Select aria-label="Period" className="w-auto!" value={days} onChange={(event) => setDays(Number(event.target.value))}>
          <option value={7}>Last 7 days</option>
          <option value={30}>Last 30 days</option>
          <option value={90}>Last 90 days</option>
        </Select>
      }
    >
      {usage.isError && <ErrorNote error={usage.error} onRetry={() => void usage.refetch()} />}
      {usage.isPending && <Skeleton className="h-80" />}
      {usage.data?.length === 0 && (
        <EmptyState icon={BarChart3} title="Nothing used in this period">
          Talk to an agent and come back.
        </EmptyState>
      )}
      {usage.data && usage.data.length > 0 && (
        <div className="space-y-4">
          <dl className="grid gap-4 sm:grid-cols-3">
            <Figure label="Cost" value={formatCost(all.costUsd)} />
            <Figure label="Input tokens" value={formatTokens(all.inputTokens)} />
            <Figure label="Output tokens" value={formatTokens(all.outputTokens)} />
          </dl>
          <Card className="p-4 sm:p-5">
            <h2 className="mb-4 font-semibold">Cost by day</h2>
            <UsageChart days={everyDay(byDay, days, usage.dataUpdatedAt)} />
          </Card>
          <div className="grid gap-4 lg:grid-cols-3">
            {breakdowns.map(({ title, nameOf }) => (
              <Breakdown key={title} title={title} sums={sumUsage(usage.data, nameOf)} />
            ))}
          </div>
        </div>
      )}
    </Page>
  )
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <Card className="p-4 sm:p-5">
      <dt className="text-sm text-soft">{label}</dt>
      <dd className="mt-1 text-2xl font-semibold tracking-tight tabular-nums">{value}</dd>
    </Card>
  )
}

function Breakdown({ title, sums }: { title: string; sums: UsageSum[] }) {
  const sorted = [...sums].sort((a, b) => b.costUsd - a.costUsd)
  const most = sorted[0]?.costUsd ?? 0
  return (
    <Card className="p-4 sm:p-5">
      <h2 className="mb-3 font-semibold">{title}</h2>
      <ul className="space-y-3">
        {sorted.slice(0, 8).map((sum) => (
          <li key={sum.name}>
            <p className="flex justify-between gap-3 text-sm">
              <span className="truncate">{sum.name}</span>
              <span className="text-soft tabular-nums">{formatCost(sum.costUsd)}</span>
            </p>
            <meter className="usage-meter mt-1 block w-full" aria-label={`${sum.name}: ${formatCost(sum.costUsd)}`} min={0} max={most === 0 ? 1 : most} value={sum.costUsd} />
          </li>
        ))}
      </ul>
    </Card>
  )
}
