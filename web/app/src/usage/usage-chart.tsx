"use client"
import { Area, AreaChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts"
import { formatCost, formatTokens } from "@/lib/format"
import type { UsageSum } from "./sum-usage"

const dayName = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", timeZone: "UTC" })

/** Cost by day; the table beside it for those who cannot see it. */
export function UsageChart({ days }: { days: UsageSum[] }) {
  return (
    <>
      <div className="h-64" aria-hidden>
        <ResponsiveContainer width="100%" height="100%">
          <AreaChart data={days} margin={{ top: 4, right: 4, bottom: 0, left: 0 }} accessibilityLayer={false}>
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis dataKey="name" tickFormatter={label} stroke="var(--soft)" tickLine={false} axisLine={false} fontSize={12} minTickGap={32} />
            <YAxis tickFormatter={(value) => formatCost(Number(value))} stroke="var(--soft)" tickLine={false} axisLine={false} fontSize={12} width={56} />
            <Tooltip cursor={{ stroke: "var(--strong-line)" }} content={({ active, payload }) => (active ? <Tip sum={payload[0]?.payload as UsageSum | undefined} /> : null)} />
            <Area type="monotone" dataKey="costUsd" stroke="var(--accent)" strokeWidth={2} fill="var(--accent)" fillOpacity={0.14} isAnimationActive={false} />
          </AreaChart>
        </ResponsiveContainer>
      </div>
      <table className="sr-only">
        <caption>Cost by day</caption>
        <tbody>
          {days.map((day) => (
            <tr key={day.name}>
              <th scope="row">{day.name}</th>
              <td>{formatCost(day.costUsd)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function Tip({ sum }: { sum: UsageSum | undefined }) {
  if (!sum) return null
  return (
    <div className="rounded-lg border border-line bg-surface px-3 py-2 text-sm shadow-lg">
      <p className="font-medium">{label(sum.name)}</p>
      <p className="tabular-nums">{formatCost(sum.costUsd)}</p>
      <p className="text-soft tabular-nums">
        {formatTokens(sum.inputTokens)} in · {formatTokens(sum.outputTokens)} out
      </p>
    </div>
  )
}

function label(day: string): string {
  const time = Date.parse(day)
  return Number.isNaN(time) ? day : dayName.format(time)
}
