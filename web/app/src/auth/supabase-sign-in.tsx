"use client"
import { createBrowserClient } from "@supabase/ssr"
import { type FormEvent, useState } from "react"
import { Button } from "@/ui/button"
import { Field, Input } from "@/ui/field"

/** E-mail and password through Supabase, whose cookies the server reads. */
export function SupabaseSignIn({ url, anonKey, next }: { url: string; anonKey: string; next: string }) {
  const [error, setError] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setIsBusy(true)
    const { error: failure } = await createBrowserClient(url, anonKey).auth.signInWithPassword({
      email: String(form.get("email")),
      password: String(form.get("password")),
    })
    if (!failure) return window.location.assign(next)
    setIsBusy(false)
    setError(failure.message)
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="space-y-4 rounded-2xl border border-line bg-surface p-6">
      <Field label="E-mail">{(ids) => <Input {...ids} name="email" type="email" autoComplete="email" required />}</Field>
      <Field label="Password" error={error}>
        {(ids) => <Input {...ids} name="password" type="password" autoComplete="current-password" required />}
      </Field>
      <Button type="submit" kind="primary" className="w-full" disabled={isBusy}>
        {isBusy ? "Signing in…" : "Sign in"}
      </Button>
    </form>
  )
}
