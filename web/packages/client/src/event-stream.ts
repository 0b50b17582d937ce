/**
 * One connection's worth of events, with a watch on its silence. The server opens every stream with bytes and
 * pings each 15 s, so a silent start means a network that holds streams back, and a silent middle a dead one.
 */
import { abortReason } from "./backoff.ts"
import { parseStreamEvent, type StreamEvent } from "./events.ts"
import type { Http, HttpRequest } from "./http.ts"
import { SseParser } from "./sse-parser.ts"

export interface StreamTimes {
  /** How long the first byte may take before the network is taken for one that buffers streams. */
  firstByteMs: number
  /** How long a stream may be silent: three of the server's pings. */
  idleMs: number
}
export const defaultTimes: StreamTimes = { firstByteMs: 8_000, idleMs: 45_000 }

/** Nothing arrived in time: `held` where not even the first byte did. */
export class SilentStreamError extends Error {
  override name = "SilentStreamError"
  readonly held: boolean
  constructor(held: boolean) {
    super(held ? "The network holds the stream back" : "The stream fell silent")
    this.held = held
  }
}

export interface OpenOptions {
  request: HttpRequest
  signal: AbortSignal
  times: StreamTimes
  /** The first byte is here: the stream works. */
  onOpen?: () => void
  /** The pause that the server asks for before a reconnect. */
  onRetry?: (ms: number) => void
}

/** Opens `path` and yields its events until it ends; the connection closes when the caller stops reading. */
export async function* openEvents(http: Http, path: string, options: OpenOptions): AsyncGenerator<StreamEvent> {
  const { signal, times } = options
  const connection = new AbortController()
  const onAbort = (): void => connection.abort(abortReason(signal))
  if (signal.aborted) onAbort()
  signal.addEventListener("abort", onAbort, { once: true })
  let isOpen = false
  let silence: ReturnType<typeof setTimeout> | undefined
  const fault: { silent?: SilentStreamError } = {}
  const watch = (ms: number): void => {
    clearTimeout(silence)
    silence = setTimeout(() => {
      fault.silent = new SilentStreamError(!isOpen)
      connection.abort(fault.silent)
    }, ms)
  }
  const parser = new SseParser()
  try {
    watch(times.firstByteMs)
    const response = await http.stream(path, { ...options.request, signal: connection.signal })
    for await (const chunk of response.chunks()) {
      if (!isOpen) {
        isOpen = true
        options.onOpen?.()
      }
      // Whoever reads the events may take long over them; that is not the network's silence.
      clearTimeout(silence)
      for (const frame of parser.push(chunk)) yield parseStreamEvent(frame.data)
      if (parser.retryMs !== null) options.onRetry?.(parser.retryMs)
      watch(times.idleMs)
    }
  } catch (error) {
    // Not every platform keeps the reason that a signal was aborted with.
    throw fault.silent ?? error
  } finally {
    clearTimeout(silence)
    signal.removeEventListener("abort", onAbort)
    connection.abort()
  }
}
