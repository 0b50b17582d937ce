/** A turn that shows everything an answer can have. What it does depends on the message. */
import type { Script } from "./chat-server.ts"

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

export const answer = `You spent **€4,182.40 on software in March**, 12 % more than in February. Most of it is design tooling:

| Vendor | Category | March | February |
| --- | --- | ---: | ---: |
| Figma | Design | €1,240.00 | €1,240.00 |
| GitHub | Engineering | €903.20 | €861.00 |
| Notion | Knowledge | €612.00 | €540.00 |
| Sentry | Engineering | €427.20 | €310.00 |

Two things stand out:

1. **Sentry** grew by 38 %, since the event quota was raised on 4 March.
2. There are *two* Notion workspaces, and \`studio-archive\` has no active members.

\`\`\`sql
-- Software by vendor, this quarter
select vendor, sum(amount) as total
from transactions
where category = 'software' and booked_on >= date '2026-01-01'
group by vendor
order by total desc;
\`\`\`

> Closing the archive workspace would save about **€864 a year**.

Shall I draft the cancellation? See [the policy](https://example.com/policy). ![chart](https://evil.example/pixel.png)`

/** Streams text in small pieces; \`ms\` between them. */
async function say(emit: Parameters<Script>[0]["emit"], type: "text" | "reasoning", text: string, ms: number, signal: AbortSignal) {
  const pieces = text.match(/[\s\S]{1,6}/g) ?? []
  for (const content of pieces) {
    if (signal.aborted) return
    emit({ type, content, isComplete: false })
    if (ms > 0) await pause(ms)
  }
  emit({ type, content: "", isComplete: true })
}

export function demoScript(pace: number): Script {
  return async ({ emit, message, approval, signal }) => {
    emit({ type: "status", status: "starting" })
    if (/fail/i.test(message)) return emit({ type: "error", message: "The model is overloaded. Please try again in a moment.", code: "overloaded", recoverable: true })
    if (/wait/i.test(message)) return new Promise((resolve) => signal.addEventListener("abort", () => resolve()))
    await say(emit, "reasoning", "The question is about software spending in March.\nI should read the transactions by category, then compare with February.", pace, signal)
    const call = `t-${Math.random()}`
    emit({ type: "tool_start", toolName: "getTransactions", toolCallId: call, args: { category: "software", from: "2026-03-01", to: "2026-03-31" }, displayName: "Get Transactions" })
    await pause(pace * 20)
    const result = [
      { vendor: "Figma", amount: "1240.00", currency: "EUR", booked_on: "2026-03-02" },
      { vendor: "GitHub", amount: "903.20", currency: "EUR", booked_on: "2026-03-05" },
    ]
    emit({ type: "tool_result", toolCallId: call, result, success: true, durationMs: 234 })
    if (/send|text/i.test(message)) {
      const approvalId = `a-${Math.random()}`
      const toolCallId = `s-${Math.random()}`
      const args = { to: "+49 30 901820", text: "The March report is ready." }
      const answered = approval(approvalId)
      emit({ type: "tool_start", toolName: "sendSms", toolCallId, args, displayName: "Send SMS" })
      emit({ type: "permission_request", approvalId, toolName: "sendSms", toolCallId, args, displayName: "Send SMS", reason: "It sends a message outside of the workspace.", expiresAt: new Date(Date.now() + 600_000).toISOString() })
      const decision = await answered
      emit({ type: "permission_resolved", approvalId, decision, decidedBy: "me" })
      emit({ type: "tool_result", toolCallId, result: decision === "allow" ? { sid: "SM1", status: "queued" } : "Denied by the user", success: decision === "allow", durationMs: 412 })
      return say(emit, "text", decision === "allow" ? "Sent. The report is on its way." : "All right, I did not send it.", pace, signal)
    }
    await say(emit, "text", answer, pace, signal)
  }
}
