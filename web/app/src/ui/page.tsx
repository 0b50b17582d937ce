"use client"
import { type LucideIcon, Menu as MenuIcon } from "lucide-react"
import type { ReactNode } from "react"
import { cn } from "@/lib/cn"
import { useWorkspace } from "@/shell/workspace-context"

/** The frame of every page but the chat: a title, what it is for, and its actions. */
export function Page(props: { title: string; about: string; actions?: ReactNode; children: ReactNode; isWide?: boolean }) {
  const { openNavigation } = useWorkspace()
  return (
    <main className="h-full overflow-y-auto">
      <div className={cn("mx-auto px-4 py-6 sm:px-8 sm:py-9", props.isWide ? "max-w-6xl" : "max-w-4xl")}>
        <button type="button" onClick={openNavigation} aria-label="Open navigation" className="mb-3 -ml-2 rounded-lg p-2 text-soft hover:bg-sunken md:hidden">
          <MenuIcon size={20} />
        </button>
        <header className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
          <div className="min-w-0">
            <h1 className="text-2xl font-semibold tracking-tight">{props.title}</h1>
            <p className="mt-1 max-w-prose text-soft">{props.about}</p>
          </div>
          {props.actions && <div className="flex flex-wrap gap-2">{props.actions}</div>}
        </header>
        {props.children}
      </div>
    </main>
  )
}

export function Card({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={cn("rounded-2xl border border-line bg-surface", className)}>{children}</div>
}

export function EmptyState({ icon: Icon, title, children }: { icon: LucideIcon; title: string; children?: ReactNode }) {
  return (
    <div className="flex flex-col items-center rounded-2xl border border-dashed border-line px-6 py-14 text-center">
      <span className="mb-4 flex size-12 items-center justify-center rounded-2xl bg-tint text-accent">
        <Icon size={22} />
      </span>
      <p className="font-medium">{title}</p>
      {children && <div className="mt-1 max-w-sm text-soft">{children}</div>}
    </div>
  )
}

export function ErrorNote({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  return (
    <div role="alert" className="flex flex-wrap items-center justify-between gap-3 rounded-xl bg-bad-tint px-4 py-3 text-bad">
      <span>{error.message}</span>
      {onRetry && (
        <button type="button" onClick={onRetry} className="text-sm font-medium underline underline-offset-4">
          Try again
        </button>
      )}
    </div>
  )
}

export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn("breathe rounded-xl bg-sunken", className)} />
}

export function Badge({ children, tone = "plain" }: { children: ReactNode; tone?: "plain" | "accent" | "good" | "warn" | "bad" }) {
  const tones = { plain: "bg-sunken text-soft", accent: "bg-tint text-accent", good: "bg-sunken text-good", warn: "bg-warn-tint text-warn", bad: "bg-bad-tint text-bad" }
  return <span className={cn("inline-flex items-center rounded-md px-1.5 py-0.5 text-xs font-medium whitespace-nowrap", tones[tone])}>{children}</span>
}
