import type { UsageRow } from "@switchboard/client"

export interface UsageSum {
  name: string
  inputTokens: number
  outputTokens: number
  costUsd: number
}

/** Rows summed by one of their fields; rows that lack it count as "Other". */
export function sumUsage(rows: readonly UsageRow[], nameOf: (row: UsageRow) => string | null): UsageSum[] {
  const sums = new Map<string, UsageSum>()
  for (const row of rows) {
    const name = nameOf(row) ?? "Other"
    const sum = sums.get(name) ?? { name, inputTokens: 0, outputTokens: 0, costUsd: 0 }
    sum.inputTokens += row.input_tokens
    sum.outputTokens += row.output_tokens
    sum.costUsd += row.cost_usd
    sums.set(name, sum)
  }
  return [...sums.values()]
}

/** The sums of so many days up to a moment, in order; a day without use is there too, with nothing. */
export function everyDay(sums: readonly UsageSum[], days: number, until: number): UsageSum[] {
  return Array.from({ length: days }, (_, index) => {
    const name = new Date(until - (days - 1 - index) * 86_400_000).toISOString().slice(0, 10)
    return sums.find((sum) => sum.name === name) ?? { name, inputTokens: 0, outputTokens: 0, costUsd: 0 }
  })
}

export function total(sums: readonly UsageSum[]): Omit<UsageSum, "name"> {
  return sums.reduce(
    (all, sum) => ({ inputTokens: all.inputTokens + sum.inputTokens, outputTokens: all.outputTokens + sum.outputTokens, costUsd: all.costUsd + sum.costUsd }),
    { inputTokens: 0, outputTokens: 0, costUsd: 0 },
  )
}
