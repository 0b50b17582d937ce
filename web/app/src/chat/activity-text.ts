import type { RunActivity } from "@switchboard/client"

/** What a silent run is doing, in words. */
export function activityText(activity: RunActivity | null, isQueued: boolean): string {
  switch (activity?.status) {
    case "queued":
      return activity.position === undefined ? "Waiting in line…" : `Waiting in line, place ${activity.position}`
    case "starting":
      return "Starting…"
    case "retrying":
      return `The model is busy, trying again${activity.attempt === undefined ? "" : ` (attempt ${activity.attempt})`}…`
    case "compacting":
      return "Making room by summing up what was said…"
    default:
      return isQueued ? "Waiting in line…" : "Thinking…"
  }
}
