import { NextResponse } from "next/server"
import * as z from "zod/mini"
import { isLocalSignInAllowed, signInLocally } from "@/auth/local-sign-in"
import { isSameOrigin, withSession } from "@/auth/session-response"

const bodySchema = z.object({ email: z.string().check(z.maxLength(320)) })

/** Signs a demo user in. */
export async function POST(request: Request): Promise<NextResponse> {
  if (!isLocalSignInAllowed(request.headers.get("host"))) return new NextResponse(null, { status: 404 })
  if (!isSameOrigin(request)) return new NextResponse(null, { status: 403 })
  const body = bodySchema.safeParse(await request.json().catch(() => null))
  const token = body.success ? await signInLocally(body.data.email) : null
  if (token === null) return NextResponse.json({ detail: "There is no such user here." }, { status: 401 })
  return withSession(NextResponse.json({}), token)
}
