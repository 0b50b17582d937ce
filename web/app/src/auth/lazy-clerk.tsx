"use client"
import dynamic from "next/dynamic"
import type { ReactNode } from "react"

// Pages of other identity providers must not carry Clerk's code: it is fetched when it is drawn.
const Provider = dynamic(() => import("./clerk-parts").then((module) => module.ClerkRoot))
const SignIn = dynamic(() => import("./clerk-parts").then((module) => module.ClerkSignIn))

export function LazyClerkProvider({ nonce, children }: { nonce: string; children: ReactNode }) {
  return <Provider nonce={nonce}>{children}</Provider>
}

export function LazyClerkSignIn({ next }: { next: string }) {
  return <SignIn next={next} />
}
