/** A client as phones need it: bearer tokens, and streams over XMLHttpRequest, since React Native's fetch gives no body. */
import { createClient, type HttpOptions, type SwitchboardClient } from "@switchboard/client"

export interface Session {
  accessToken: string
  /** When the token runs out, in milliseconds since the epoch. */
  expiresAt: number
}

export interface MobileClientOptions {
  baseUrl: string
  session: Session
  /** Trades the session for a fresh one, as the identity provider's SDK does; null when the user must sign in again. */
  refresh: (session: Session) => Promise<Session | null>
  onSignedOut: () => void
  createXhr?: HttpOptions["createXhr"]
  fetch?: HttpOptions["fetch"]
}

/** Tokens are renewed shortly before they run out: a phone's clock and network are slow. */
const renewBeforeMs = 30_000

export function createMobileClient(options: MobileClientOptions): SwitchboardClient {
  let session = options.session
  let renewing: Promise<void> | null = null
  const renew = async (): Promise<void> => {
    const fresh = await options.refresh(session)
    if (fresh === null) options.onSignedOut()
    else session = fresh
  }
  return createClient({
    baseUrl: options.baseUrl,
    streaming: "xhr",
    credentials: "omit",
    ...(options.createXhr ? { createXhr: options.createXhr } : {}),
    ...(options.fetch ? { fetch: options.fetch } : {}),
    getToken: async (reason) => {
      if (reason === "rejected" || Date.now() > session.expiresAt - renewBeforeMs) {
        // Requests that fail together share one renewal.
        renewing ??= renew().finally(() => (renewing = null))
        await renewing
      }
      return session.accessToken
    },
  })
}
