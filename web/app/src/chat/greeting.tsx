import { Avatar } from "@/ui/avatar"

const anybodys = ["What can you do for me?", "What do you remember about us?"]

/** The page before the first word; an agent's own openings are in its catalog entry's `config`. */
export function Greeting(props: { name: string; description: string | null; openings: readonly string[]; onPick: (text: string) => void }) {
  const { name, description, onPick } = props
  const openings = props.openings.length > 0 ? props.openings.slice(0, 4) : anybodys
  return (
    <div className="appear flex flex-col items-center pt-[12vh] text-center">
      <Avatar name={name} size="size-16" className="text-xl!" />
      <h2 className="mt-5 text-2xl font-semibold tracking-tight">How can {name} help?</h2>
      {description !== null && <p className="mt-2 max-w-md text-soft">{description}</p>}
      <ul className="mt-8 grid w-full max-w-xl gap-2 sm:grid-cols-2">
        {openings.map((text) => (
          <li key={text}>
            <button type="button" onClick={() => onPick(text)} className="h-full w-full rounded-2xl border border-line bg-surface px-4 py-3 text-left text-sm transition-colors hover:border-accent/60 hover:bg-tint">
              {text}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
