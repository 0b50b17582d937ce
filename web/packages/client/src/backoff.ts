/** Pauses between attempts: exponential with full jitter, so that a crowd of clients does not come back as one. */
export interface BackoffOptions {
  baseMs?: number
  maxMs?: number
  random?: () => number
}

export class Backoff {
  private attempt = 0
  private readonly baseMs: number
  private readonly maxMs: number
  private readonly random: () => number

  constructor(options: BackoffOptions = {}) {
    this.baseMs = options.baseMs ?? 500
    this.maxMs = options.maxMs ?? 15_000
    this.random = options.random ?? Math.random
  }

  /** How many pauses were taken since the last success. */
  get attempts(): number {
    return this.attempt
  }

  /** The next pause in milliseconds: between half and the whole of a doubling ceiling, never under `floorMs`. */
  next(floorMs = 0): number {
    const ceiling = Math.min(this.maxMs, this.baseMs * 2 ** Math.min(this.attempt, 16))
    this.attempt += 1
    return Math.max(floorMs, ceiling / 2 + this.random() * (ceiling / 2))
  }

  reset(): void {
    this.attempt = 0
  }
}

/** Resolves after `ms`, or rejects with the signal's reason as soon as it aborts. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortReason(signal))
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort)
      resolve()
    }, ms)
    const onAbort = (): void => {
      clearTimeout(timer)
      reject(abortReason(signal))
    }
    signal?.addEventListener("abort", onAbort, { once: true })
  })
}

/** The error that an aborted signal stands for. */
export function abortReason(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason
  return reason instanceof Error ? reason : new DOMExceptionLike()
}

/** An AbortError on platforms whose signals carry no reason (React Native). */
class DOMExceptionLike extends Error {
  override name = "AbortError"
  constructor() {
    super("The operation was aborted")
  }
}
