/** The client that the hooks below talk through, and how they learn that the app went to the background. */
import { createClient, type SwitchboardClient } from "@switchboard/client"
import { createContext, type ReactNode, useContext, useMemo } from "react"

/** Calls back with false when the app goes to the background, with true when it returns; returns how to stop. */
export type AppActivity = (onChange: (isActive: boolean) => void) => () => void

interface ClientContextValue {
  client: SwitchboardClient
  appActivity: AppActivity
}

const sameOrigin = { client: createClient(), appActivity: pageActivity }
const ClientContext = createContext<ClientContextValue>(sameOrigin)

/** Without it the hooks use the page's own origin and its cookies. React Native gives a client and an `appActivity`. */
export function ClientProvider(props: { client: SwitchboardClient; appActivity?: AppActivity; children: ReactNode }) {
  const { client, appActivity = pageActivity, children } = props
  const value = useMemo(() => ({ client, appActivity }), [client, appActivity])
  return <ClientContext value={value}>{children}</ClientContext>
}

export function useClient(): SwitchboardClient {
  return useContext(ClientContext).client
}

export function useAppActivity(): AppActivity {
  return useContext(ClientContext).appActivity
}

/** A page's tab shown and hidden, and its network back. */
function pageActivity(onChange: (isActive: boolean) => void): () => void {
  if (typeof document === "undefined" || typeof document.addEventListener !== "function") return () => undefined
  const onVisibility = (): void => onChange(document.visibilityState === "visible")
  const onOnline = (): void => onChange(true)
  document.addEventListener("visibilitychange", onVisibility)
  window.addEventListener("online", onOnline)
  return () => {
    document.removeEventListener("visibilitychange", onVisibility)
    window.removeEventListener("online", onOnline)
  }
}
