/**
 * A conversation's events, for ever: by stream while that works, by long poll where it does not, and after any
 * break again from the cursor. What it yields counts up without a gap and without a double.
 */
import * as z from "zod/mini"
import { Backoff, type BackoffOptions, sleep } from "./backoff.ts"
import { defaultTimes, openEvents, SilentStreamError, type StreamTimes } from "./event-stream.ts"
import { ProtocolError, type StreamEvent, toStreamEvent } from "./events.ts"
import type { Http } from "./http.ts"
import { ApiError } from "./problem.ts"

/** `live`: events arrive as they happen; `reconnecting`: the next try waits. */
export type Connection = "live" | "reconnecting"

export interface FeedOptions {
  conversationId: string
  /** The last event that the caller has; 0 for none. */
  after: number
  signal: AbortSignal
  onConnection?: (connection: Connection) => void
  times?: Partial<StreamTimes>
  backoff?: BackoffOptions
  /** Seconds that the server may hold a poll (contract: 25). */
  pollWaitSeconds?: number
}

const pollSchema = z.object({ events: z.array(z.unknown()), next: z.number() })

/** One poll: the events after the cursor, and the cursor after them. Waits up to `wait` seconds for the first. */
export async function pollEvents(
  http: Http,
  options: { path: string; after: number | null; wait: number; signal: AbortSignal },
): Promise<{ events: StreamEvent[]; next: number }> {
  const query = { after: options.after, wait: options.wait }
  const answer = pollSchema.safeParse(await http.json(options.path, { query, signal: options.signal }))
  if (!answer.success) throw new ProtocolError("a poll's answer has no events and next")
  return { events: answer.data.events.map(toStreamEvent), next: answer.data.next }
}

/** Everything that a log holds now, after the cursor or from its beginning. */
export async function eventsSoFar(
  http: Http,
  options: { path: string; after: number | null; signal: AbortSignal },
): Promise<{ events: StreamEvent[]; next: number }> {
  const events: StreamEvent[] = []
  for (let { after } = options; ; ) {
    const page = await pollEvents(http, { ...options, after, wait: 0 })
    events.push(...page.events)
    if (page.events.length === 0 || page.next === after) return { events, next: page.next }
    after = page.next
  }
}

/** Yields every event after the cursor until the signal aborts or the server refuses for good. */
export async function* conversationEvents(http: Http, options: FeedOptions): AsyncGenerator<StreamEvent> {
  const { signal } = options
  const times = { ...defaultTimes, ...options.times }
  const backoff = new Backoff(options.backoff)
  let cursor = options.after
  let serverRetryMs = 0
  let hasGap = false
  const live = (): void => {
    backoff.reset()
    options.onConnection?.("live")
  }

  while (!signal.aborted) {
    let pause = serverRetryMs
    try {
      if (http.mustPoll || hasGap) {
        const wait = hasGap ? 0 : (options.pollWaitSeconds ?? 25)
        const { events, next } = await pollEvents(http, { path: conversationEventsPath(options.conversationId), after: cursor, wait, signal })
        hasGap = false
        live()
        for (const event of events) if (event.seq > cursor) yield event
        cursor = Math.max(cursor, next)
        continue
      }
      const stream = openEvents(http, conversationEventsPath(options.conversationId), {
        request: { query: { after: cursor } },
        signal,
        times,
        onOpen: live,
        onRetry: (ms) => (serverRetryMs = ms),
      })
      for await (const event of stream) {
        if (event.seq <= cursor) continue
        // Something is missing: a poll from the cursor tells how the log stands. Its answer holds, since the
        // server merges a finished run's deltas, and numbers are missing then for good.
        if (event.seq > cursor + 1) {
          hasGap = true
          break
        }
        cursor = event.seq
        yield event
      }
    } catch (error) {
      if (signal.aborted) return
      if (error instanceof SilentStreamError && error.held) {
        http.mustPoll = true
        continue
      }
      if (error instanceof ProtocolError || (error instanceof ApiError && !error.isTransient)) throw error
      pause = backoff.next(error instanceof ApiError ? (error.retryAfterMs ?? 0) : 0)
    }
    if (signal.aborted) return
    if (pause > 0 && !hasGap) {
      options.onConnection?.("reconnecting")
      await sleep(pause, signal).catch(() => undefined)
    }
  }
}

export function conversationEventsPath(conversationId: string): string {
  return `/api/agent-conversations/${encodeURIComponent(conversationId)}/events`
}

export function runEventsPath(runId: string): string {
  return `/api/agent-runs/${encodeURIComponent(runId)}/events`
}
