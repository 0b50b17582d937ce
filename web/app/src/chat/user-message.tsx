import type { AgentMessage } from "@switchboard/client"
import { RotateCw } from "lucide-react"
import { cn } from "@/lib/cn"

export function UserMessage({ message, onRetry }: { message: AgentMessage; onRetry: (messageId: string) => Promise<void> }) {
  const isFailed = message.state === "error"
  return (
    <div className="flex flex-col items-end gap-1.5">
      <h2 className="sr-only">You said</h2>
      <p className={cn("max-w-[85%] rounded-3xl rounded-br-lg bg-tint px-4 py-2.5 leading-relaxed break-words whitespace-pre-wrap", message.state === "sending" && "opacity-70", isFailed && "bg-bad-tint!")}>
        {message.content}
      </p>
      {isFailed && (
        <p role="alert" className="flex items-center gap-2 text-sm text-bad">
          Not sent: {message.error?.message ?? "the server did not take it"}
          <button type="button" onClick={() => void onRetry(message.id)} className="inline-flex items-center gap-1 font-medium underline underline-offset-4">
            <RotateCw size={13} aria-hidden /> Retry
          </button>
        </p>
      )}
    </div>
  )
}
