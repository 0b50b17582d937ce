import { type CookieOptions, createServerClient } from "@supabase/ssr"
import type { NextRequest, NextResponse } from "next/server"

/** Renews Supabase's session where it must be, and gives its cookies to whatever is answered. */
export async function refreshSupabase(request: NextRequest) {
  const renewed: { name: string; value: string; options: CookieOptions }[] = []
  const supabase = createServerClient(process.env["NEXT_PUBLIC_SUPABASE_URL"] ?? "", process.env["NEXT_PUBLIC_SUPABASE_ANON_KEY"] ?? "", {
    cookies: {
      getAll: () => request.cookies.getAll(),
      setAll: (cookies) => {
        for (const { name, value, options } of cookies) {
          request.cookies.set(name, value)
          renewed.push({ name, value, options })
        }
      },
    },
  })
  const { data } = await supabase.auth.getUser()
  return {
    isSignedIn: data.user !== null,
    carryCookies: (response: NextResponse): NextResponse => {
      for (const { name, value, options } of renewed) response.cookies.set(name, value, options)
      return response
    },
  }
}
