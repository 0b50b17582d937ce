"use client"
import { X } from "lucide-react"
import { type ReactNode, useEffect, useId, useRef } from "react"
import { cn } from "@/lib/cn"
import { Button } from "./button"

/** The platform's own modal: it traps focus, closes on Escape, and needs no styles of its own making. */
export function Dialog(props: { title: string; onClose: () => void; children: ReactNode; className?: string }) {
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])
  return (
    <dialog
      ref={ref}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        props.onClose()
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) props.onClose()
      }}
      className={cn("w-[min(34rem,calc(100vw-2rem))] rounded-2xl border border-line bg-surface p-0 shadow-2xl", props.className)}
    >
      <div className="flex max-h-[85dvh] flex-col">
        <header className="flex items-center justify-between gap-4 border-b border-line py-3 pr-3 pl-5">
          <h2 id={id} className="font-semibold">
            {props.title}
          </h2>
          <Button kind="ghost" size="icon" aria-label="Close" onClick={props.onClose}>
            <X size={18} />
          </Button>
        </header>
        <div className="overflow-y-auto p-5">{props.children}</div>
      </div>
    </dialog>
  )
}
