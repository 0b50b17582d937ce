import type { Metadata } from "next"
import { headers } from "next/headers"
import { isLocalSignInAllowed, localUsers } from "@/auth/local-sign-in"
import { LazyClerkSignIn } from "@/auth/lazy-clerk"
import { authMode } from "@/auth/mode"
import { LocalSignIn } from "@/auth/local-sign-in-form"
import { Logo } from "@/shell/logo"

export const metadata: Metadata = { title: "Sign in" }

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string }> }) {
  const { next } = await searchParams
  return (
    <main className="flex min-h-full items-center justify-center p-6">
      <div className="w-full max-w-sm">
        <div className="mb-8 flex flex-col items-center text-center">
          <Logo className="size-12" />
          <h1 className="mt-5 text-2xl font-semibold tracking-tight">Welcome to Switchboard</h1>
          <p className="mt-1.5 text-soft">Your agents are on the line.</p>
        </div>
        <SignIn next={next?.startsWith("/") === true && !next.startsWith("//") ? next : "/chat"} />
      </div>
    </main>
  )
}

async function SignIn({ next }: { next: string }) {
  switch (authMode()) {
    case "clerk":
      return <LazyClerkSignIn next={next} />
    case "supabase": {
      const { SupabaseSignIn } = await import("@/auth/supabase-sign-in")
      return <SupabaseSignIn url={process.env["NEXT_PUBLIC_SUPABASE_URL"] ?? ""} anonKey={process.env["NEXT_PUBLIC_SUPABASE_ANON_KEY"] ?? ""} next={next} />
    }
    case "local": {
      const isAllowed = isLocalSignInAllowed((await headers()).get("host"))
      const users = isAllowed ? await localUsers().catch(() => null) : null
      if (users !== null) return <LocalSignIn users={users} next={next} />
      return <Unavailable>{isAllowed ? "There are no local users yet: run make up first." : "The local sign-in answers on this machine only."}</Unavailable>
    }
    case "none":
      return <Unavailable>No sign-in is set up. Set Clerk’s or Supabase’s keys and start the app again.</Unavailable>
  }
}

function Unavailable({ children }: { children: string }) {
  return <p className="rounded-xl bg-warn-tint px-4 py-3 text-center text-warn">{children}</p>
}
