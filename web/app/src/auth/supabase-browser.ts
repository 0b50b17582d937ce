import { createBrowserClient } from "@supabase/ssr"

/** Supabase in the page; it keeps its session in cookies, which the server reads. */
export function supabaseInBrowser(url: string, anonKey: string) {
  return createBrowserClient(url, anonKey, {})
}
