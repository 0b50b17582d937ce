/**
 * A chat session's snapshots at a bearable rate: deltas are shown at most once an interval, while whatever a
 * person waits for (a status, a question, a new message) is shown at once.
 */
import { type ChatSession, type ChatSnapshot, pendingApprovals } from "@switchboard/client"

/** 30 pictures a second: text flows, and a fast answer does not keep the page busy. */
export const defaultIntervalMs = 33

export class ThrottledStore {
  private readonly session: ChatSession
  private readonly intervalMs: number
  private shown: ChatSnapshot
  private shownAt = 0
  private timer: ReturnType<typeof setTimeout> | null = null
  private readonly listeners = new Set<() => void>()
  private leave: (() => void) | null = null

  constructor(session: ChatSession, intervalMs: number = defaultIntervalMs) {
    this.session = session
    this.intervalMs = intervalMs
    this.shown = session.getSnapshot()
  }

  getSnapshot = (): ChatSnapshot => this.shown

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    this.leave ??= this.session.subscribe(this.onChange)
    // What happened between rendering and subscribing is shown too.
    if (this.session.getSnapshot() !== this.shown) this.onChange()
    return () => {
      this.listeners.delete(listener)
      if (this.listeners.size > 0) return
      this.leave?.()
      this.leave = null
      this.cancelTimer()
    }
  }

  private readonly onChange = (): void => {
    const wait = this.shownAt + this.intervalMs - Date.now()
    if (wait <= 0 || isUrgent(this.shown, this.session.getSnapshot())) this.flush()
    else this.timer ??= setTimeout(this.flush, wait)
  }

  private readonly flush = (): void => {
    this.cancelTimer()
    this.shown = this.session.getSnapshot()
    this.shownAt = Date.now()
    for (const listener of this.listeners) listener()
  }

  private cancelTimer(): void {
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = null
  }
}

function isUrgent(before: ChatSnapshot, after: ChatSnapshot): boolean {
  return (
    before.status !== after.status ||
    before.error !== after.error ||
    before.connection !== after.connection ||
    before.isLoading !== after.isLoading ||
    before.isStopping !== after.isStopping ||
    before.state.messages.length !== after.state.messages.length ||
    pendingApprovals(before.state).length !== pendingApprovals(after.state).length
  )
}
