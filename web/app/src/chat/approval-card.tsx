"use client"
import type { Approval } from "@switchboard/client"
import { ShieldQuestion } from "lucide-react"
import { useEffect, useState } from "react"
import { Button } from "@/ui/button"
import { Json } from "./json"

/** The agent asks before it acts: once, always, or not at all. */
export function ApprovalCard({ approval, onAnswer }: { approval: Approval; onAnswer: (approvalId: string, decision: "allow" | "deny", remember: boolean) => void }) {
  const [isAnswered, setIsAnswered] = useState(false)
  const answer = (decision: "allow" | "deny", remember: boolean): void => {
    setIsAnswered(true)
    onAnswer(approval.approvalId, decision, remember)
    // The answer may get lost on its way: then the question stands again.
    setTimeout(() => setIsAnswered(false), 5_000)
  }
  return (
    <section aria-label={`Approval for ${approval.displayName}`} className="appear mt-4 rounded-2xl border border-warn/40 bg-warn-tint p-4 sm:ml-11.5">
      <div className="flex items-start gap-3">
        <ShieldQuestion size={20} className="mt-0.5 shrink-0 text-warn" aria-hidden />
        <div className="min-w-0 flex-1">
          <h3 className="font-semibold">Allow “{approval.displayName}”?</h3>
          <p className="mt-0.5 text-sm text-soft">
            {approval.reason ?? "The agent wants to use this tool."} <Countdown until={approval.expiresAt} />
          </p>
          <div className="mt-3 [&_pre]:bg-surface">
            <Json value={approval.args} />
          </div>
          <div className="mt-3 flex flex-wrap gap-2">
            <Button kind="primary" size="small" disabled={isAnswered} onClick={() => answer("allow", false)}>
              Allow once
            </Button>
            <Button size="small" disabled={isAnswered} onClick={() => answer("allow", true)}>
              Always allow
            </Button>
            <Button kind="danger" size="small" disabled={isAnswered} onClick={() => answer("deny", false)}>
              Deny
            </Button>
          </div>
        </div>
      </div>
    </section>
  )
}

function Countdown({ until }: { until: string }) {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  const seconds = Math.max(0, Math.round((new Date(until).getTime() - now) / 1000))
  if (Number.isNaN(seconds)) return null
  return (
    <span className="whitespace-nowrap tabular-nums" aria-hidden>
      {Math.floor(seconds / 60)}:{String(seconds % 60).padStart(2, "0")} left
    </span>
  )
}
