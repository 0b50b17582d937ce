import type { AuthSettings } from "./browser-client"
import { authMode } from "./mode"

/** What the page's scripts must know to sign in and out; read on the server. */
export function authSettings(): AuthSettings {
  const mode = authMode()
  return {
    mode,
    supabaseUrl: mode === "supabase" ? (process.env["NEXT_PUBLIC_SUPABASE_URL"] ?? "") : "",
    supabaseAnonKey: mode === "supabase" ? (process.env["NEXT_PUBLIC_SUPABASE_ANON_KEY"] ?? "") : "",
  }
}
