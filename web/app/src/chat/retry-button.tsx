import { RotateCw } from "lucide-react"

/** Asks again what got no answer. */
export function RetryButton({ onClick }: { onClick: () => void }) {
  return (
    <button type="button" onClick={onClick} className="inline-flex items-center gap-1.5 rounded-md px-1.5 py-1 text-sm font-medium hover:bg-sunken">
      <RotateCw size={14} aria-hidden /> Try again
    </button>
  )
}
