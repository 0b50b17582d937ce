import { createClient, type SwitchboardClient, type TokenReason } from "@switchboard/client"
import type { AuthMode } from "./mode"

declare global {
  interface Window {
    /** Clerk's own object, once its script has loaded. */
    Clerk?: {
      session?: { getToken: (options?: { skipCache?: boolean }) => Promise<string | null> } | null
      signOut?: () => Promise<void>
    }
  }
}

/** Settings that the page's server hands to its scripts; nothing secret. */
export interface AuthSettings {
  mode: AuthMode
  supabaseUrl: string
  supabaseAnonKey: string
}

/** The client of this page: same origin, the session's cookies, and a new token whenever the server refuses the old. */
export function createBrowserApi(settings: AuthSettings): SwitchboardClient {
  return createClient({ getToken: (reason) => token(settings, reason) })
}

async function token(settings: AuthSettings, reason: TokenReason): Promise<string | null> {
  if (settings.mode === "clerk") return (await window.Clerk?.session?.getToken({ skipCache: reason === "rejected" })) ?? null
  if (reason === "request") return null
  if (settings.mode === "supabase") {
    const { supabaseInBrowser } = await import("./supabase-browser")
    const { data } = await supabaseInBrowser(settings.supabaseUrl, settings.supabaseAnonKey).auth.refreshSession()
    if (data.session === null) goToSignIn()
    return null
  }
  const response = await fetch("/auth/local/renew", { method: "POST" })
  if (!response.ok) goToSignIn()
  return null
}

export async function signOut(settings: AuthSettings): Promise<void> {
  if (settings.mode === "clerk") await window.Clerk?.signOut?.()
  if (settings.mode === "supabase") {
    const { supabaseInBrowser } = await import("./supabase-browser")
    await supabaseInBrowser(settings.supabaseUrl, settings.supabaseAnonKey).auth.signOut()
  }
  await fetch("/auth/sign-out", { method: "POST" })
  window.location.assign("/sign-in")
}

function goToSignIn(): void {
  window.location.assign(`/sign-in?next=${encodeURIComponent(window.location.pathname)}`)
}
