/** Which of the three ways in this app has. Keys decide: Clerk's, else Supabase's, else the local sign-in if it was built in. */
export type AuthMode = "clerk" | "supabase" | "local" | "none"

export function authMode(): AuthMode {
  const env = process.env
  if (env["NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY"] && env["CLERK_SECRET_KEY"]) return "clerk"
  if (env["NEXT_PUBLIC_SUPABASE_URL"] && env["NEXT_PUBLIC_SUPABASE_ANON_KEY"]) return "supabase"
  return process.env.SWITCHBOARD_LOCAL_SIGN_IN === "1" ? "local" : "none"
}

/** The cookie that carries the local sign-in's token; the server reads it as it reads Clerk's. */
export const sessionCookie = "__session"
