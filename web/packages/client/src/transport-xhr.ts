import { abortReason } from "./backoff.ts"
import { NetworkError, type Transport } from "./transport.ts"

/** What this transport needs of XMLHttpRequest, which React Native has in full. */
export interface XhrLike {
  readonly readyState: number
  readonly status: number
  readonly responseText: string
  withCredentials: boolean
  onreadystatechange: (() => unknown) | null
  onprogress: (() => unknown) | null
  onload: (() => unknown) | null
  onerror: (() => unknown) | null
  open: (method: string, url: string) => void
  setRequestHeader: (name: string, value: string) => void
  getResponseHeader: (name: string) => string | null
  send: (body?: string) => void
  abort: () => void
}

const headersReceived = 2

/** XHR as a transport: its `responseText` grows while the answer arrives, and what is new of it is the next piece. */
export function xhrTransport(create: () => XhrLike): Transport {
  return ({ url, method, headers, body, credentials, signal }) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(abortReason(signal))
      const xhr = create()
      const pieces = new TextQueue()
      let taken = 0
      const take = (): void => {
        if (xhr.responseText.length > taken) pieces.push(xhr.responseText.slice(taken))
        taken = xhr.responseText.length
      }
      const fail = (error: Error): void => {
        pieces.fail(error)
        reject(error)
      }
      const onAbort = (): void => {
        xhr.abort()
        fail(abortReason(signal))
      }
      signal.addEventListener("abort", onAbort, { once: true })
      xhr.open(method, url)
      xhr.withCredentials = credentials === "include"
      for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value)
      xhr.onreadystatechange = () => {
        if (xhr.readyState < headersReceived || xhr.status === 0) return
        resolve({
          status: xhr.status,
          header: (name) => xhr.getResponseHeader(name),
          chunks: () => pieces.read(),
          text: async () => {
            let text = ""
            for await (const piece of pieces.read()) text += piece
            return text
          },
        })
      }
      xhr.onprogress = take
      xhr.onload = () => {
        signal.removeEventListener("abort", onAbort)
        take()
        pieces.end()
      }
      xhr.onerror = () => {
        signal.removeEventListener("abort", onAbort)
        fail(new NetworkError("The network request failed"))
      }
      xhr.send(body)
    })
}

/** Pieces pushed by callbacks, read by one loop. */
class TextQueue {
  private readonly pieces: string[] = []
  private ended = false
  private error: Error | null = null
  private wake: (() => void) | null = null

  push(piece: string): void {
    this.pieces.push(piece)
    this.wake?.()
  }

  end(): void {
    this.ended = true
    this.wake?.()
  }

  fail(error: Error): void {
    this.error = error
    this.wake?.()
  }

  async *read(): AsyncGenerator<string> {
    for (;;) {
      const piece = this.pieces.shift()
      if (piece !== undefined) {
        yield piece
        continue
      }
      if (this.error) throw this.error
      if (this.ended) return
      await new Promise<void>((resolve) => {
        this.wake = resolve
      })
      this.wake = null
    }
  }
}
