"use client"
import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query"
import { AgentsProvider, ClientProvider, useClient } from "@switchboard/react"
import { ApiError } from "@switchboard/client"
import { type ReactNode, useCallback, useMemo, useState } from "react"
import { type AuthSettings, createBrowserApi } from "@/auth/browser-client"
import { Button } from "@/ui/button"
import { Skeleton } from "@/ui/page"
import { Logo } from "./logo"
import { Sidebar } from "./sidebar"
import { useWorkspaceChoice } from "./stored-choice"
import { WorkspaceContext } from "./workspace-context"

export type Theme = "system" | "light" | "dark"

/** Everything around a signed-in page: its client, its workspace, and the sidebar. */
export function WorkspaceShell(props: { settings: AuthSettings; initialTheme: Theme; notice: ReactNode; children: ReactNode }) {
  const { settings } = props
  const [client] = useState(() => createBrowserApi(settings))
  const [queries] = useState(
    () =>
      new QueryClient({
        defaultOptions: { queries: { staleTime: 30_000, retry: (count, error) => count < 3 && (!(error instanceof ApiError) || error.isTransient) } },
      }),
  )
  return (
    <ClientProvider client={client}>
      <QueryClientProvider client={queries}>
        <Frame {...props} />
      </QueryClientProvider>
    </ClientProvider>
  )
}

function Frame({ settings, initialTheme, notice, children }: { settings: AuthSettings; initialTheme: Theme; notice: ReactNode; children: ReactNode }) {
  const client = useClient()
  const me = useQuery({ queryKey: ["me"], queryFn: client.me })
  const [chosen, choose] = useWorkspaceChoice()
  const [isNavigationOpen, setNavigationOpen] = useState(false)
  const openNavigation = useCallback(() => setNavigationOpen(true), [])
  const closeNavigation = useCallback(() => setNavigationOpen(false), [])
  const workspace = me.data?.workspaces.find((candidate) => candidate.id === chosen) ?? me.data?.workspaces[0]
  const value = useMemo(() => {
    if (!me.data || !workspace) return null
    return {
      me: me.data,
      workspace,
      isAdmin: workspace.role === "admin" || workspace.role === "owner",
      switchTo: choose,
      openNavigation,
    }
  }, [me.data, workspace, choose, openNavigation])

  if (me.isError) return <Apology title="The server does not answer" detail={me.error.message} onRetry={() => void me.refetch()} />
  if (me.data && !workspace) return <FirstWorkspace onCreated={() => void me.refetch()} />
  if (value === null) return <Loading />
  return (
    <WorkspaceContext value={value}>
      <AgentsProvider key={value.workspace.id} workspaceId={value.workspace.id}>
        <div className="flex h-dvh overflow-hidden">
          <Sidebar settings={settings} initialTheme={initialTheme} isOpen={isNavigationOpen} onClose={closeNavigation} />
          <div className="flex min-w-0 flex-1 flex-col">
            {notice}
            <div className="min-h-0 flex-1">{children}</div>
          </div>
        </div>
      </AgentsProvider>
    </WorkspaceContext>
  )
}

function Loading() {
  return (
    <div className="flex h-dvh" role="status" aria-label="Loading">
      <div className="hidden w-72 space-y-3 border-r border-line p-4 md:block">
        <Skeleton className="h-9" />
        <Skeleton className="h-9" />
        <Skeleton className="mt-8 h-5 w-2/3" />
        <Skeleton className="h-5" />
        <Skeleton className="h-5 w-4/5" />
      </div>
      <div className="flex flex-1 items-center justify-center">
        <Logo className="breathe size-12" />
      </div>
    </div>
  )
}

function Apology({ title, detail, onRetry }: { title: string; detail: string; onRetry: () => void }) {
  return (
    <main className="flex h-dvh flex-col items-center justify-center gap-4 p-6 text-center">
      <Logo className="size-12" />
      <div role="alert">
        <h1 className="text-xl font-semibold">{title}</h1>
        <p className="mt-1 text-soft">{detail}</p>
      </div>
      <Button kind="primary" onClick={onRetry}>
        Try again
      </Button>
    </main>
  )
}

function FirstWorkspace({ onCreated }: { onCreated: () => void }) {
  const client = useClient()
  const [error, setError] = useState<string | null>(null)
  const create = async (): Promise<void> => {
    try {
      await client.workspaces.create("My workspace")
      onCreated()
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : "That did not work")
    }
  }
  return (
    <main className="flex h-dvh flex-col items-center justify-center gap-4 p-6 text-center">
      <Logo className="size-12" />
      <h1 className="text-xl font-semibold">You have no workspace yet</h1>
      <p className="max-w-sm text-soft">Ask a colleague to invite you, or begin one of your own.</p>
      <Button kind="primary" onClick={() => void create()}>
        Create a workspace
      </Button>
      {error !== null && <p role="alert" className="text-bad">{error}</p>}
    </main>
  )
}
