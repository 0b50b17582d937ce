import { cookies } from "next/headers"
import { NextResponse } from "next/server"
import { isLocalSignInAllowed, renewLocally } from "@/auth/local-sign-in"
import { sessionCookie } from "@/auth/mode"
import { isSameOrigin, withSession } from "@/auth/session-response"

/** Renews the session's token, which lives shorter than the session. */
export async function POST(request: Request): Promise<NextResponse> {
  if (!isLocalSignInAllowed(request.headers.get("host"))) return new NextResponse(null, { status: 404 })
  if (!isSameOrigin(request)) return new NextResponse(null, { status: 403 })
  const old = (await cookies()).get(sessionCookie)?.value
  const token = old === undefined ? null : await renewLocally(old)
  return token === null ? withSession(new NextResponse(null, { status: 401 }), null) : withSession(new NextResponse(null, { status: 204 }), token)
}
