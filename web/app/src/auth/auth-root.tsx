import { headers } from "next/headers"
import type { ReactNode } from "react"
import { authMode } from "./mode"

/** Clerk's provider around the page where Clerk is the way in; nothing otherwise, not even its code. */
export async function AuthRoot({ children }: { children: ReactNode }) {
  if (authMode() !== "clerk") return children
  const { ClerkProvider } = await import("@clerk/nextjs")
  const nonce = (await headers()).get("x-nonce")
  return (
    <ClerkProvider dynamic {...(nonce === null ? {} : { nonce })}>
      {children}
    </ClerkProvider>
  )
}
