/** Refusals: RFC 9457 problem bodies as the server writes them, as one error class. */
import * as z from "zod/mini"

const problemSchema = z.object({
  title: z.optional(z.string()),
  status: z.optional(z.number()),
  detail: z.optional(z.string()),
  error: z.optional(z.string()),
  code: z.optional(z.string()),
  requestId: z.optional(z.string()),
  runId: z.optional(z.string()),
  errors: z.optional(z.array(z.object({ field: z.string(), message: z.string() }))),
})

export interface FieldError {
  field: string
  message: string
}

export class ApiError extends Error {
  override name = "ApiError"
  readonly status: number
  /** The contract's machine-readable code, or `http_<status>` where a proxy answered instead of the server. */
  readonly code: string
  readonly requestId: string | null
  readonly fields: readonly FieldError[]
  /** The run that occupies the conversation, on `conversation_busy`. */
  readonly runId: string | null
  readonly retryAfterMs: number | null

  constructor(init: {
    status: number
    code: string
    message: string
    requestId?: string | null
    fields?: readonly FieldError[]
    runId?: string | null
    retryAfterMs?: number | null
  }) {
    super(init.message)
    this.status = init.status
    this.code = init.code
    this.requestId = init.requestId ?? null
    this.fields = init.fields ?? []
    this.runId = init.runId ?? null
    this.retryAfterMs = init.retryAfterMs ?? null
  }

  /** Whether the same request may succeed later without anyone changing anything. */
  get isTransient(): boolean {
    return this.status === 408 || this.status === 425 || this.status === 429 || this.status >= 500
  }
}

/** Reads a refusal's body, whoever wrote it: the server's problem, or a proxy's page. */
export function toApiError(status: number, body: string, header: (name: string) => string | null): ApiError {
  const problem = problemSchema.safeParse(parseOrNull(body))
  const fields = problem.success ? problem.data : {}
  return new ApiError({
    status,
    code: fields.code ?? `http_${status}`,
    message: fields.detail ?? fields.error ?? fields.title ?? `The server answered ${status}`,
    requestId: fields.requestId ?? header("x-request-id"),
    fields: fields.errors ?? [],
    runId: fields.runId ?? null,
    retryAfterMs: retryAfterMs(header("retry-after")),
  })
}

/** `Retry-After` in milliseconds from now, in either of its two forms (RFC 9110 section 10.2.3). */
export function retryAfterMs(value: string | null, now: number = Date.now()): number | null {
  if (value === null) return null
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1000
  const date = Date.parse(value)
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
