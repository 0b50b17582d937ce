import { cn } from "@/lib/cn"
import { hashOf, initials } from "@/lib/format"

const colours = [
  "bg-linear-135 from-[#4a43c4] to-[#2f2a8a]",
  "bg-linear-135 from-[#0f766e] to-[#0b4f58]",
  "bg-linear-135 from-[#a8461f] to-[#7a2a18]",
  "bg-linear-135 from-[#8a2f86] to-[#5c1f66]",
  "bg-linear-135 from-[#2563a8] to-[#1b3f7a]",
  "bg-linear-135 from-[#5d6b1d] to-[#3d4a12]",
  "bg-linear-135 from-[#a12a4d] to-[#701a3c]",
  "bg-linear-135 from-[#3f5566] to-[#28384a]",
]

/** Initials on a colour of their own. Pictures from elsewhere are not loaded: they would tell others who looks. */
export function Avatar({ name, size = "size-8", className }: { name: string; size?: string; className?: string }) {
  return (
    <span
      aria-hidden
      className={cn("inline-flex shrink-0 items-center justify-center rounded-[30%] text-[0.7em] font-semibold text-white select-none", colours[hashOf(name) % colours.length], size, className)}
    >
      {initials(name)}
    </span>
  )
}
