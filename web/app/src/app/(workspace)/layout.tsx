import { cookies } from "next/headers"
import type { ReactNode } from "react"
import { authSettings } from "@/auth/auth-settings"
import { OfflineNotice } from "@/shell/offline-notice"
import { type Theme, WorkspaceShell } from "@/shell/workspace-shell"

export default async function WorkspaceLayout({ children }: { children: ReactNode }) {
  const theme = (await cookies()).get("theme")?.value
  return (
    <WorkspaceShell settings={authSettings()} initialTheme={isTheme(theme) ? theme : "system"} notice={process.env["SWITCHBOARD_OFFLINE_MODEL"] === "1" ? <OfflineNotice /> : null}>
      {children}
    </WorkspaceShell>
  )
}

function isTheme(value: string | undefined): value is Theme {
  return value === "light" || value === "dark" || value === "system"
}
