import type { Usage } from "@switchboard/client"
import { formatCost, formatTokens } from "@/lib/format"

export function UsageLine({ usage }: { usage: Usage }) {
  const input = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens
  return (
    <span className="text-xs tabular-nums" title={`${usage.inputTokens} input, ${usage.cacheReadTokens} cached, ${usage.cacheWriteTokens} written to the cache, ${usage.outputTokens} output tokens`}>
      {formatTokens(input)} in · {formatTokens(usage.outputTokens)} out · {formatCost(usage.costUsd)}
    </span>
  )
}

/** What the conversation cost so far. */
export function TotalCost({ usd }: { usd: number }) {
  if (usd <= 0) return null
  return (
    <span className="hidden text-sm text-soft tabular-nums sm:inline" title="Cost of this conversation">
      {formatCost(usd)}
    </span>
  )
}
