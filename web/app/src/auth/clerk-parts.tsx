"use client"
import { ClerkProvider, SignIn } from "@clerk/nextjs"
import type { ReactNode } from "react"

export function ClerkRoot({ nonce, children }: { nonce: string; children: ReactNode }) {
  return <ClerkProvider nonce={nonce}>{children}</ClerkProvider>
}

export function ClerkSignIn({ next }: { next: string }) {
  return <SignIn routing="hash" fallbackRedirectUrl={next} />
}
