"use client"
import { createContext, type ReactNode, useCallback, useContext, useState } from "react"
import { cn } from "@/lib/cn"

type Tell = (text: string, kind?: "info" | "error") => void
interface Note {
  id: number
  text: string
  kind: "info" | "error"
}
const ToastContext = createContext<Tell>(() => undefined)
let lastId = 0

/** Short notes that go by themselves, read out by screen readers. */
export function Toasts({ children }: { children: ReactNode }) {
  const [notes, setNotes] = useState<Note[]>([])
  const tell = useCallback<Tell>((text, kind = "info") => {
    const id = ++lastId
    setNotes((before) => [...before.slice(-2), { id, text, kind }])
    setTimeout(() => setNotes((before) => before.filter((note) => note.id !== id)), 6_000)
  }, [])
  return (
    <ToastContext value={tell}>
      {children}
      <div role="status" aria-live="polite" className="pointer-events-none fixed inset-x-0 bottom-28 z-50 flex flex-col items-center gap-2 px-4">
        {notes.map((note) => (
          <p
            key={note.id}
            className={cn("appear max-w-md rounded-xl border px-4 py-2.5 text-sm shadow-lg", note.kind === "error" ? "border-bad/30 bg-bad-tint text-bad" : "border-line bg-surface")}
          >
            {note.text}
          </p>
        ))}
      </div>
    </ToastContext>
  )
}

export function useToast(): Tell {
  return useContext(ToastContext)
}

/** The words for any failure. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "Something went wrong"
}
