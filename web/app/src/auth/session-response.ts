import type { NextResponse } from "next/server"
import { sessionCookie } from "./mode"

/** Puts a token into the session cookie, or takes it away; scripts never see it. */
export function withSession(response: NextResponse, token: string | null): NextResponse {
  response.cookies.set(sessionCookie, token ?? "", {
    httpOnly: true,
    sameSite: "lax",
    path: "/",
    maxAge: token === null ? 0 : 30 * 24 * 3600,
  })
  return response
}

/** A form or a script of another origin must not sign anyone in or out. */
export function isSameOrigin(request: Request): boolean {
  const origin = request.headers.get("origin")
  return origin !== null && URL.canParse(origin) && new URL(origin).host === request.headers.get("host")
}
