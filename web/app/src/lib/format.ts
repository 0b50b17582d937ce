/** Numbers and times as people read them. */
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 })

export function formatTokens(count: number): string {
  return compact.format(count)
}

export function formatCost(usd: number): string {
  if (usd === 0) return "$0"
  return usd < 0.01 ? `$${usd.toFixed(4)}` : `$${usd.toFixed(2)}`
}

export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  return ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`
}

/** The heading under which a conversation of that time is listed. */
export function dayGroup(time: string, now: Date = new Date()): string {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime()
  const age = midnight - new Date(time).getTime()
  if (age <= 0) return "Today"
  if (age <= 86_400_000) return "Yesterday"
  if (age <= 7 * 86_400_000) return "Previous 7 days"
  return age <= 30 * 86_400_000 ? "Previous 30 days" : "Older"
}

export function initials(name: string): string {
  const words = name.split(/[\s@._-]+/).filter((word) => word !== "")
  return ((words[0]?.[0] ?? "?") + (words[1]?.[0] ?? "")).toUpperCase()
}

/** A steady number for a name. */
export function hashOf(name: string): number {
  let hash = 0
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003
  return hash
}

export function formatDate(time: string): string {
  return new Intl.DateTimeFormat("en", { dateStyle: "medium" }).format(new Date(time))
}

export function formatTime(time: string): string {
  return new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" }).format(new Date(time))
}
