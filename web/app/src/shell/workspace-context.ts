import type { Me, Workspace } from "@switchboard/client"
import { createContext, useContext } from "react"

/** Who looks, and at which workspace. */
export interface WorkspaceContextValue {
  me: Me
  workspace: Workspace
  isAdmin: boolean
  switchTo: (workspaceId: string) => void
  openNavigation: () => void
}

export const WorkspaceContext = createContext<WorkspaceContextValue | null>(null)

export function useWorkspace(): WorkspaceContextValue {
  const value = useContext(WorkspaceContext)
  if (value === null) throw new Error("useWorkspace needs a WorkspaceShell above it")
  return value
}
