import { useState, useSyncExternalStore } from "react"

const workspaceKey = "workspace"

/** The workspace that was last looked at, kept in this browser. */
export function useWorkspaceChoice(): [string | null, (workspaceId: string) => void] {
  const stored = useSyncExternalStore(subscribeToStorage, () => window.localStorage.getItem(workspaceKey), () => null)
  const [store] = useState(() => rememberWorkspace)
  return [stored, store]
}

export function rememberWorkspace(workspaceId: string): void {
  window.localStorage.setItem(workspaceKey, workspaceId)
  window.dispatchEvent(new Event("storage"))
}

function subscribeToStorage(onChange: () => void): () => void {
  window.addEventListener("storage", onChange)
  return () => window.removeEventListener("storage", onChange)
}
