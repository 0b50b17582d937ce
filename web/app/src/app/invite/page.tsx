import type { Metadata } from "next"
import { authSettings } from "@/auth/auth-settings"
import { Invitation } from "@/members/invitation"

// The address holds the token: it goes to no other site, and no search engine keeps it.
export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer", robots: "noindex" }

export default async function Page({ searchParams }: { searchParams: Promise<{ token?: string }> }) {
  const { token } = await searchParams
  return <Invitation settings={authSettings()} token={token ?? ""} />
}
