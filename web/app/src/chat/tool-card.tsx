import { humanize, type ToolCallDetails, type ToolCallPart } from "@switchboard/client"
import { Check, ChevronRight, LoaderCircle, ShieldQuestion, Wrench, X } from "lucide-react"
import { formatDuration } from "@/lib/format"
import { Json } from "./json"

const looks = {
  pending: { icon: ShieldQuestion, label: "Waits for you", className: "text-warn" },
  running: { icon: LoaderCircle, label: "Running", className: "text-accent turn" },
  completed: { icon: Check, label: "Done", className: "text-good" },
  error: { icon: X, label: "Failed", className: "text-bad" },
}

/** One tool call: what was called with what, how it ended, and how long it took. */
export function ToolCard({ part, details }: { part: ToolCallPart; details: ToolCallDetails | undefined }) {
  const { icon: Icon, label, className } = looks[part.state]
  return (
    <details className="group/tool overflow-hidden rounded-xl border border-line bg-surface text-sm">
      <summary className="flex list-none items-center gap-2.5 px-3.5 py-2.5 hover:bg-sunken [&::-webkit-details-marker]:hidden">
        <Wrench size={15} className="shrink-0 text-soft" aria-hidden />
        <span className="shrink-0 font-medium">{details?.displayName ?? humanize(part.toolName)}</span>
        <span className="min-w-0 flex-1 truncate font-mono text-xs text-soft">{summary(part.args)}</span>
        {details?.durationMs !== undefined && <span className="shrink-0 text-xs text-soft tabular-nums">{formatDuration(details.durationMs)}</span>}
        <Icon size={16} className={`shrink-0 ${className}`} aria-label={label} />
        <ChevronRight size={14} className="shrink-0 text-soft transition-transform group-open/tool:rotate-90" aria-hidden />
      </summary>
      <div className="space-y-3 border-t border-line p-3.5">
        <Section title="Arguments" value={part.args} />
        {part.result !== undefined && <Section title={part.state === "error" ? "Error" : "Result"} value={part.result} />}
      </div>
    </details>
  )
}

function Section({ title, value }: { title: string; value: unknown }) {
  return (
    <section>
      <h3 className="mb-1.5 text-xs font-medium text-soft">{title}</h3>
      <Json value={value} />
    </section>
  )
}

/** The arguments in one line: the values, without the braces. */
function summary(args: unknown): string {
  if (typeof args !== "object" || args === null) return args === undefined ? "" : JSON.stringify(args)
  return Object.entries(args)
    .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ")
    .slice(0, 160)
}
