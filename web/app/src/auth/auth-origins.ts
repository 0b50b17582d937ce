import { authMode } from "./mode"

/** Origins that the chosen identity provider's own code must reach; none for the local sign-in. */
export function authOrigins(): string[] {
  const env = process.env
  switch (authMode()) {
    case "clerk":
      return [`https://${clerkHost(env["NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY"] ?? "")}`, "https://img.clerk.com", "https://challenges.cloudflare.com"]
    case "supabase":
      return [new URL(env["NEXT_PUBLIC_SUPABASE_URL"] ?? "").origin]
    case "local":
    case "none":
      return []
  }
}

/** A publishable key is `pk_<kind>_` and the base64 of the frontend host with a `$` after it. */
export function clerkHost(publishableKey: string): string {
  const [, , encoded = ""] = publishableKey.split("_")
  return atob(encoded).replace(/\$$/, "")
}
