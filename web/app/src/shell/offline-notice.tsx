/** Said on every page while the scripted model answers in Claude's place. */
export function OfflineNotice() {
  return (
    <p role="note" className="border-b border-line bg-tint px-4 py-1.5 text-center text-xs">
      Offline demo: a scripted model answers in Claude’s place. The agents, their tools and the data are real.
    </p>
  )
}
