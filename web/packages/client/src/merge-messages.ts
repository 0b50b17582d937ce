/**
 * Joins the messages on the page with a page of stored rows. A live message stays itself (it knows durations and
 * keeps its id); rows that nobody showed yet, such as a question asked in another tab, take their place.
 */
import type { AgentMessage } from "./messages.ts"

export function mergeMessages(shown: readonly AgentMessage[], rows: readonly AgentMessage[]): AgentMessage[] {
  const byServerId = new Map(shown.flatMap((message) => (message.serverId === undefined ? [] : [[message.serverId, message] as const])))
  const unsaved = shown.filter((message) => message.serverId === undefined)
  const used = new Set<AgentMessage>()

  // Questions sent from here carry no row id: match them from the newest backwards by what they say.
  const adopted = new Map<AgentMessage, AgentMessage>()
  for (const row of [...rows].reverse()) {
    if (row.role !== "user" || byServerId.has(row.id)) continue
    const own = unsaved.findLast((message) => message.role === "user" && message.content === row.content && !used.has(message))
    if (!own) continue
    used.add(own)
    adopted.set(row, { ...own, serverId: row.id })
  }

  const fromRows = rows.map((row) => {
    const known = byServerId.get(row.id)
    if (known) used.add(known)
    return known ?? adopted.get(row) ?? row
  })
  const firstUsed = shown.findIndex((message) => used.has(message))
  const older = shown.filter((message, index) => !used.has(message) && message.serverId !== undefined && (firstUsed === -1 || index < firstUsed))
  const rest = shown.filter((message) => !used.has(message) && !older.includes(message))
  return placeAfterQuestions([...older, ...fromRows], rest)
}

/** Messages without a row go to the end, but an answer follows the question of its own run where that is known. */
function placeAfterQuestions(saved: AgentMessage[], rest: readonly AgentMessage[]): AgentMessage[] {
  const merged = [...saved]
  for (const message of rest) {
    const question = message.role === "assistant" && message.runId !== undefined
      ? merged.findIndex((other) => other.role === "user" && other.runId === message.runId)
      : -1
    if (question === -1) merged.push(message)
    else merged.splice(question + 1, 0, message)
  }
  return merged
}
