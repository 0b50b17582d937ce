"use client"
import * as Dropdown from "@radix-ui/react-dropdown-menu"
import type { ReactNode } from "react"
import { cn } from "@/lib/cn"

/** A button's menu. Not modal: the page behind it stays scrollable, and no style element is injected. */
export function Menu({ trigger, children, align = "end", className }: { trigger: ReactNode; children: ReactNode; align?: "start" | "end"; className?: string }) {
  return (
    <Dropdown.Root modal={false}>
      <Dropdown.Trigger asChild>{trigger}</Dropdown.Trigger>
      <Dropdown.Portal>
        <Dropdown.Content align={align} sideOffset={6} collisionPadding={8} className={cn("appear z-50 min-w-44 rounded-xl border border-line bg-surface p-1 shadow-xl", className)}>
          {children}
        </Dropdown.Content>
      </Dropdown.Portal>
    </Dropdown.Root>
  )
}

export function MenuItem({ isDanger = false, ...rest }: Dropdown.DropdownMenuItemProps & { isDanger?: boolean }) {
  return (
    <Dropdown.Item
      className={cn("flex items-center gap-2.5 rounded-lg px-2.5 py-1.5 text-sm outline-none data-[highlighted]:bg-sunken", isDanger && "text-bad data-[highlighted]:bg-bad-tint")}
      {...rest}
    />
  )
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Dropdown.Label className="px-2.5 py-1.5 text-xs font-medium text-soft">{children}</Dropdown.Label>
}

export function MenuLine() {
  return <Dropdown.Separator className="my-1 h-px bg-line" />
}
