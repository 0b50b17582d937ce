import { type ComponentProps, type ReactNode, useId } from "react"
import { cn } from "@/lib/cn"

export const inputClass =
  "w-full rounded-xl border border-strong-line/60 bg-surface px-3 py-2 text-ink placeholder:text-soft focus-visible:outline-2 focus-visible:outline-offset-0 aria-invalid:border-bad"

/** A label, a control, and what is to say about it. */
export function Field(props: { label: string; hint?: string; error?: string | undefined; children: (ids: { id: string; "aria-describedby"?: string; "aria-invalid"?: true }) => ReactNode }) {
  const id = useId()
  const note = props.error ?? props.hint
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} className="block text-sm font-medium">
        {props.label}
      </label>
      {props.children({ id, ...(note === undefined ? {} : { "aria-describedby": `${id}-note` }), ...(props.error === undefined ? {} : { "aria-invalid": true }) })}
      {note !== undefined && (
        <p id={`${id}-note`} className={cn("text-sm", props.error === undefined ? "text-soft" : "text-bad")}>
          {note}
        </p>
      )}
    </div>
  )
}

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input className={cn(inputClass, "h-10", className)} {...rest} />
}

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea className={cn(inputClass, "min-h-24 leading-relaxed", className)} {...rest} />
}

export function Select({ className, ...rest }: ComponentProps<"select">) {
  return <select className={cn(inputClass, "h-10 pr-8", className)} {...rest} />
}

/** A switch: a checkbox that looks like what it does. */
export function Switch({ label, ...rest }: { label: string } & Omit<ComponentProps<"input">, "type">) {
  return (
    <label className="inline-flex items-center gap-2.5 text-sm">
      <input type="checkbox" role="switch" className="peer sr-only" {...rest} />
      <span className="relative h-5 w-9 rounded-full bg-strong-line transition-colors peer-checked:bg-accent peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-accent after:absolute after:top-0.5 after:left-0.5 after:size-4 after:rounded-full after:bg-white after:transition-transform peer-checked:after:translate-x-4" />
      {label}
    </label>
  )
}
