"use client"
import { useState } from "react"
import { type AuthSettings, createBrowserApi } from "@/auth/browser-client"
import { Logo } from "@/shell/logo"
import { rememberWorkspace } from "@/shell/stored-choice"
import { Button } from "@/ui/button"
import { messageOf } from "@/ui/toast"

/** What an invitation's link opens: whoever is signed in may come into the workspace. */
export function Invitation({ settings, token }: { settings: AuthSettings; token: string }) {
  const [isBusy, setIsBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const accept = async (): Promise<void> => {
    setIsBusy(true)
    try {
      const workspace = await createBrowserApi(settings).workspaces.accept(token)
      rememberWorkspace(workspace.id)
      window.location.assign("/chat")
    } catch (failure) {
      setError(messageOf(failure))
      setIsBusy(false)
    }
  }
  return (
    <main className="flex h-dvh flex-col items-center justify-center gap-4 p-6 text-center">
      <Logo className="size-12" />
      <h1 className="text-xl font-semibold">You are invited</h1>
      <p className="max-w-sm text-soft">Join, and its agents and their tools are yours to talk to.</p>
      <Button kind="primary" disabled={isBusy || token === ""} onClick={() => void accept()}>
        Join the workspace
      </Button>
      {error !== null && (
        <p role="alert" className="text-bad">
          {error}
        </p>
      )}
    </main>
  )
}
