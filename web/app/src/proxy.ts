/**
 * Before every request: forwards the API to the server with the caller's cookies, keeps the identity provider's
 * session fresh, sends who is not signed in to the sign-in page, and sets the content security policy.
 */
import { type NextFetchEvent, type NextRequest, NextResponse } from "next/server"
import { authOrigins } from "@/auth/auth-origins"
import { authMode, sessionCookie } from "@/auth/mode"
import { contentSecurityPolicy } from "@/lib/content-security-policy"

const forwarded = /^\/(api\/|agent-chat$|openapi\.json$|docs($|\/)|health$|ready$)/

export async function proxy(request: NextRequest, event: NextFetchEvent) {
  switch (authMode()) {
    case "clerk": {
      const { clerkMiddleware } = await import("@clerk/nextjs/server")
      return clerkMiddleware(async (auth, clerkRequest) => {
        const { userId } = await auth()
        return userId === null ? answerStranger(clerkRequest) : answer(clerkRequest)
      })(request, event)
    }
    case "supabase": {
      const { refreshSupabase } = await import("@/auth/supabase-proxy")
      const { isSignedIn, carryCookies } = await refreshSupabase(request)
      return carryCookies(isSignedIn ? answer(request) : answerStranger(request))
    }
    case "local":
      return request.cookies.has(sessionCookie) ? answer(request) : answerStranger(request)
    case "none":
      return answerStranger(request)
  }
}

function answerStranger(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl
  if (forwarded.test(pathname) || pathname === "/sign-in" || pathname.startsWith("/auth/")) return answer(request)
  const target = new URL("/sign-in", request.url)
  if (pathname !== "/") target.searchParams.set("next", pathname + search)
  return NextResponse.redirect(target)
}

function answer(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl
  if (forwarded.test(pathname)) {
    const server = process.env["SWITCHBOARD_URL"] ?? "http://127.0.0.1:3002"
    return NextResponse.rewrite(new URL(pathname + search, server))
  }
  const nonce = crypto.randomUUID()
  const policy = contentSecurityPolicy({ nonce, isDev: process.env.NODE_ENV === "development", authOrigins: authOrigins() })
  const headers = new Headers(request.headers)
  headers.set("x-nonce", nonce)
  headers.set("content-security-policy", policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set("content-security-policy", policy)
  response.headers.set("referrer-policy", "same-origin")
  response.headers.set("x-content-type-options", "nosniff")
  response.headers.set("cross-origin-opener-policy", "same-origin")
  response.headers.set("permissions-policy", "camera=(), microphone=(), geolocation=()")
  return response
}

export const config = { matcher: ["/((?!_next/static|_next/image|icon.svg|favicon.ico).*)"] }
