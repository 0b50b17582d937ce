/**
 * Requests to the server: the address, the caller's identity, and one retry with a fresh token where the server
 * refuses the one that it was given. On the web the identity is a cookie, and `getToken` may be left out.
 */
import { canStreamFetch, fetchTransport } from "./transport-fetch.ts"
import type { Transport, TransportResponse } from "./transport.ts"
import { type XhrLike, xhrTransport } from "./transport-xhr.ts"
import { ApiError, toApiError } from "./problem.ts"

/** Why a token is asked for: for a first try, or because the server refused the last one. */
export type TokenReason = "request" | "rejected"

export interface HttpOptions {
  /** The server's origin, or "" for the page's own. */
  baseUrl?: string
  /** The bearer token, or null to rely on cookies. With "rejected", a new one, or null where there is none. */
  getToken?: (reason: TokenReason) => Promise<string | null>
  credentials?: "same-origin" | "include" | "omit"
  headers?: Record<string, string>
  /** `auto` streams through fetch, else through XHR, else polls; the others force one way. */
  streaming?: "auto" | "fetch" | "xhr" | "poll"
  fetch?: typeof fetch
  createXhr?: () => XhrLike
}

export interface HttpRequest {
  method?: "GET" | "POST" | "PATCH" | "PUT" | "DELETE"
  body?: unknown
  headers?: Record<string, string>
  query?: Record<string, string | number | boolean | null | undefined>
  signal?: AbortSignal
}

export class Http {
  /** Set once a stream turned out to be held back by the network, or cannot be had here: from then on, poll. */
  mustPoll: boolean
  private readonly options: HttpOptions
  private readonly plain: Transport
  private readonly streaming: Transport

  constructor(options: HttpOptions = {}) {
    this.options = options
    this.plain = fetchTransport(options.fetch)
    const way = chooseStreaming(options)
    this.mustPoll = way === "poll"
    this.streaming = way === "xhr" ? xhrTransport(options.createXhr ?? globalXhr) : this.plain
  }

  /** Sends a request and parses the JSON answer; a refusal is an `ApiError`, a lost network a `NetworkError`. */
  async json(path: string, request: HttpRequest = {}): Promise<unknown> {
    const response = await this.send(this.plain, path, { ...request, headers: { accept: "application/json", ...request.headers } })
    const text = await response.text()
    if (text === "") return null
    try {
      return JSON.parse(text) as unknown
    } catch {
      throw new ApiError({ status: response.status, code: "bad_answer", message: "The server's answer is not JSON" })
    }
  }

  /** Opens an event stream; the caller reads its chunks. */
  stream(path: string, request: HttpRequest & { signal: AbortSignal }): Promise<TransportResponse> {
    return this.send(this.streaming, path, { ...request, headers: { accept: "text/event-stream", ...request.headers } })
  }

  private async send(transport: Transport, path: string, request: HttpRequest): Promise<TransportResponse> {
    let token = (await this.options.getToken?.("request")) ?? null
    for (let isRetry = false; ; isRetry = true) {
      const response = await transport({
        url: this.url(path, request.query),
        method: request.method ?? "GET",
        headers: {
          ...this.options.headers,
          ...request.headers,
          ...(request.body === undefined ? {} : { "content-type": "application/json" }),
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        },
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
        credentials: this.options.credentials ?? "same-origin",
        signal: request.signal ?? new AbortController().signal,
      })
      if (response.status >= 200 && response.status < 300) return response
      const error = toApiError(response.status, await response.text(), response.header)
      if (response.status !== 401 || isRetry || !this.options.getToken) throw error
      token = await this.options.getToken("rejected")
    }
  }

  private url(path: string, query: HttpRequest["query"]): string {
    const search = new URLSearchParams()
    for (const [name, value] of Object.entries(query ?? {})) {
      if (value !== undefined && value !== null && value !== "") search.set(name, String(value))
    }
    const text = search.toString()
    return `${this.options.baseUrl ?? ""}${path}${text === "" ? "" : `?${text}`}`
  }
}

function chooseStreaming(options: HttpOptions): "fetch" | "xhr" | "poll" {
  if (options.streaming !== undefined && options.streaming !== "auto") return options.streaming
  if (canStreamFetch()) return "fetch"
  return options.createXhr !== undefined || "XMLHttpRequest" in globalThis ? "xhr" : "poll"
}

function globalXhr(): XhrLike {
  return new XMLHttpRequest() as unknown as XhrLike
}
