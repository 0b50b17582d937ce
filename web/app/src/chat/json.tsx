const limit = 20_000

/** A value as indented JSON; text as it is. Very long ones are cut, since nobody reads them here. */
export function Json({ value }: { value: unknown }) {
  const text = typeof value === "string" ? value : (JSON.stringify(value, null, 2) ?? "")
  return (
    <pre tabIndex={0} className="max-h-80 overflow-auto rounded-lg bg-sunken p-3 font-mono text-xs leading-relaxed break-words whitespace-pre-wrap">
      {text.slice(0, limit)}
      {text.length > limit && `\n… and ${text.length - limit} more characters`}
    </pre>
  )
}
