import { cookies } from "next/headers"
import type { ReactNode } from "react"
import { authMode } from "@/auth/mode"
import { OfflineNotice } from "@/shell/offline-notice"
import { type Theme, WorkspaceShell } from "@/shell/workspace-shell"

export default async function WorkspaceLayout({ children }: { children: ReactNode }) {
  const theme = (await cookies()).get("theme")?.value
  const mode = authMode()
  const settings = {
    mode,
    supabaseUrl: mode === "supabase" ? (process.env["NEXT_PUBLIC_SUPABASE_URL"] ?? "") : "",
    supabaseAnonKey: mode === "supabase" ? (process.env["NEXT_PUBLIC_SUPABASE_ANON_KEY"] ?? "") : "",
  }
  return (
    <WorkspaceShell settings={settings} initialTheme={isTheme(theme) ? theme : "system"} notice={process.env["SWITCHBOARD_OFFLINE_MODEL"] === "1" ? <OfflineNotice /> : null}>
      {children}
    </WorkspaceShell>
  )
}

function isTheme(value: string | undefined): value is Theme {
  return value === "light" || value === "dark" || value === "system"
}
