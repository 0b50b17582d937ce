import { cn } from "@/lib/cn"
import { hueOf, initials } from "@/lib/format"

/** Initials on a colour of their own. Pictures from elsewhere are not loaded: they would tell others who looks. */
export function Avatar({ name, size = "size-8", className }: { name: string; size?: string; className?: string }) {
  const hue = hueOf(name)
  return (
    <span
      aria-hidden
      className={cn("inline-flex shrink-0 items-center justify-center rounded-[30%] text-[0.7em] font-semibold text-white select-none", size, className)}
      style={{ background: `linear-gradient(135deg, hsl(${hue} 48% 46%), hsl(${(hue + 40) % 360} 52% 36%))` }}
    >
      {initials(name)}
    </span>
  )
}
