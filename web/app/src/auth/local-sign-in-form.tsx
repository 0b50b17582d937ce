"use client"
import { ChevronRight } from "lucide-react"
import { useState } from "react"
import { Avatar } from "@/ui/avatar"
import type { LocalUser } from "./local-sign-in"

/** One click signs in as one of the demo's users. */
export function LocalSignIn({ users, next }: { users: LocalUser[]; next: string }) {
  const [busy, setBusy] = useState<string | null>(null)
  const [error, setError] = useState<string | null>(null)
  const signIn = async (email: string): Promise<void> => {
    setBusy(email)
    setError(null)
    const response = await fetch("/auth/local", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ email }) }).catch(() => null)
    if (response?.ok === true) return window.location.assign(next)
    setBusy(null)
    setError("That did not work. Is the demo still running?")
  }
  return (
    <div>
      <ul className="overflow-hidden rounded-2xl border border-line bg-surface">
        {users.map((user) => (
          <li key={user.email} className="border-b border-line last:border-0">
            <button
              type="button"
              disabled={busy !== null}
              onClick={() => void signIn(user.email)}
              className="flex w-full items-center gap-3 px-4 py-3.5 text-left transition-colors hover:bg-sunken disabled:opacity-60"
            >
              <Avatar name={user.name} size="size-10" />
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{user.name}</span>
                <span className="block truncate text-sm text-soft">
                  {user.email} · {user.role}
                </span>
              </span>
              <ChevronRight size={18} className="text-soft" aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      {error !== null && (
        <p role="alert" className="mt-3 text-center text-sm text-bad">
          {error}
        </p>
      )}
      <p className="mt-5 text-center text-sm text-soft">Local development sign-in. Production uses Clerk or Supabase.</p>
    </div>
  )
}
