"use client"
import { type SubmitEvent, useState } from "react"
import { Button } from "@/ui/button"
import { textOf } from "@/lib/form-text"
import { Field, Input } from "@/ui/field"
import { supabaseInBrowser } from "./supabase-browser"

/** E-mail and password through Supabase, whose cookies the server reads. */
export function SupabaseSignIn({ url, anonKey, next }: { url: string; anonKey: string; next: string }) {
  const [error, setError] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)
  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setIsBusy(true)
    const { error: failure } = await supabaseInBrowser(url, anonKey).auth.signInWithPassword({
      email: textOf(form, "email"),
      password: textOf(form, "password"),
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
