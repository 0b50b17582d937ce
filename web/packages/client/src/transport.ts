/** How one request is made and its body read as it arrives. Two ways exist: `fetch`, and XHR where fetch cannot stream. */
export interface TransportRequest {
  url: string
  method: string
  headers: Record<string, string>
  body?: string
  credentials: "same-origin" | "include" | "omit"
  signal: AbortSignal
}

export interface TransportResponse {
  status: number
  header: (name: string) => string | null
  /** The body's text in the pieces in which it arrives; read it at most once. */
  chunks: () => AsyncIterable<string>
  text: () => Promise<string>
}

export type Transport = (request: TransportRequest) => Promise<TransportResponse>

/** The network failed: nothing can be said about whether the server saw the request. */
export class NetworkError extends Error {
  override name = "NetworkError"
}
