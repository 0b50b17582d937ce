import type { ButtonHTMLAttributes } from "react"
import { cn } from "@/lib/cn"

const kinds = {
  primary: "bg-accent text-on-accent hover:opacity-90",
  secondary: "border border-line bg-surface hover:bg-sunken",
  ghost: "hover:bg-sunken text-soft hover:text-ink",
  danger: "border border-line bg-surface text-bad hover:bg-bad-tint",
}
const sizes = { small: "h-8 px-3 text-sm rounded-lg", medium: "h-10 px-4 rounded-xl", icon: "size-9 rounded-lg" }

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: keyof typeof kinds
  size?: keyof typeof sizes
}

export function Button({ kind = "secondary", size = "medium", className, type = "button", ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      className={cn(
        "inline-flex shrink-0 items-center justify-center gap-2 font-medium whitespace-nowrap transition-colors disabled:cursor-not-allowed disabled:opacity-45",
        kinds[kind],
        sizes[size],
        className,
      )}
      {...rest}
    />
  )
}
