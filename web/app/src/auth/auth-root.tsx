import { headers } from "next/headers"
import type { ReactNode } from "react"
import { LazyClerkProvider } from "./lazy-clerk"
import { authMode } from "./mode"

/** Clerk's provider around the page where Clerk is the way in; nothing otherwise, not even its code. */
export async function AuthRoot({ children }: { children: ReactNode }) {
  if (authMode() !== "clerk") return children
  return <LazyClerkProvider nonce={(await headers()).get("x-nonce") ?? ""}>{children}</LazyClerkProvider>
}
