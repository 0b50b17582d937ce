"use client"
import { cloneElement, type ComponentProps, type KeyboardEvent, type ReactElement, type ReactNode, type Ref, useCallback, useId, useRef, useState } from "react"
import { cn } from "@/lib/cn"

type Trigger = ReactElement<ComponentProps<"button"> & { ref?: Ref<HTMLButtonElement>; "data-state"?: string }>
const gapPx = 6
const edgePx = 8

/**
 * A button's menu on the platform's popover: it lies above everything, closes on Escape and on a click elsewhere, and
 * gives the focus back. What the platform lacks are the menu's keys (ARIA's menu button pattern).
 */
export function Menu({ trigger, children, align = "end" }: { trigger: Trigger; children: ReactNode; align?: "start" | "end" }) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const menu = useRef<HTMLDivElement>(null)
  const [isOpen, setIsOpen] = useState(false)

  const onToggle = useCallback(
    (isNowOpen: boolean) => {
      setIsOpen(isNowOpen)
      if (!isNowOpen || !menu.current || !button.current) return
      place(menu.current, button.current.getBoundingClientRect(), align)
      itemsOf(menu.current)[0]?.focus({ preventScroll: true })
    },
    [align],
  )
  const onKeyDown = (event: KeyboardEvent): void => {
    const items = menu.current ? itemsOf(menu.current) : []
    const at = items.findIndex((item) => item === document.activeElement)
    const to = { ArrowDown: (at + 1) % items.length, ArrowUp: (at - 1 + items.length) % items.length, Home: 0, End: items.length - 1 }[event.key]
    if (event.key === "Tab") menu.current?.hidePopover()
    if (to === undefined) return
    event.preventDefault()
    items[to]?.focus()
  }
  return (
    <>
      {cloneElement(trigger, { ref: button, popoverTarget: id, "aria-haspopup": "menu", "aria-expanded": isOpen, "data-state": isOpen ? "open" : "closed" })}
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        onToggle={(event) => onToggle(event.newState === "open")}
        onKeyDown={onKeyDown}
        onClick={() => menu.current?.hidePopover()}
        className="fixed m-0 min-w-44 rounded-xl border border-line bg-surface p-1 text-ink shadow-xl"
      >
        {children}
      </div>
    </>
  )
}

function itemsOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>("[role=menuitem]")]
}

/** Below the button, or above it where there is no room; inside of the window always. */
function place(menu: HTMLElement, anchor: DOMRect, align: "start" | "end"): void {
  const { offsetWidth: width, offsetHeight: height } = menu
  const below = anchor.bottom + gapPx
  const top = below + height + edgePx <= window.innerHeight ? below : anchor.top - gapPx - height
  const left = align === "start" ? anchor.left : anchor.right - width
  menu.style.top = `${Math.max(edgePx, top)}px`
  menu.style.left = `${Math.max(edgePx, Math.min(left, window.innerWidth - width - edgePx))}px`
}

export function MenuItem({ isDanger = false, onSelect, children }: { isDanger?: boolean; onSelect: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      onClick={onSelect}
      className={cn("flex w-full items-center gap-2.5 rounded-lg px-2.5 py-1.5 text-left text-sm outline-none", isDanger ? "text-bad hover:bg-bad-tint focus:bg-bad-tint" : "hover:bg-sunken focus:bg-sunken")}
    >
      {children}
    </button>
  )
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return (
    <p role="presentation" className="px-2.5 py-1.5 text-xs font-medium text-soft">
      {children}
    </p>
  )
}

export function MenuLine() {
  return <hr className="my-1 h-px border-0 bg-line" />
}
