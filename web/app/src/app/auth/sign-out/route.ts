import { NextResponse } from "next/server"
import { isSameOrigin, withSession } from "@/auth/session-response"

/** Ends the local session. Clerk and Supabase end theirs in the page. */
export function POST(request: Request): NextResponse {
  if (!isSameOrigin(request)) return new NextResponse(null, { status: 403 })
  return withSession(new NextResponse(null, { status: 204 }), null)
}
