import { Brain, ChevronRight } from "lucide-react"
import { cn } from "@/lib/cn"

/** The agent's thinking, folded away; while it thinks, its last line shows. */
export function Reasoning({ text, isOpen }: { text: string; isOpen: boolean }) {
  const lastLine = text.trimEnd().split("\n").at(-1) ?? ""
  return (
    <details className="group/fold rounded-xl text-sm text-soft">
      <summary className="inline-flex max-w-full list-none items-center gap-2 rounded-lg py-0.5 pr-2 hover:text-ink [&::-webkit-details-marker]:hidden">
        <Brain size={15} className={cn("shrink-0", isOpen && "breathe text-accent")} aria-hidden />
        <span className="shrink-0 font-medium">{isOpen ? "Thinking" : "Thought"}</span>
        {isOpen && <span className="truncate opacity-80">{lastLine.slice(-120)}</span>}
        <ChevronRight size={14} className="shrink-0 transition-transform group-open/fold:rotate-90" aria-hidden />
      </summary>
      <div className="mt-2 ml-1.5 border-l-2 border-line pl-4 leading-relaxed break-words whitespace-pre-wrap">{text}</div>
    </details>
  )
}
