import { abortReason } from "./backoff.ts"
import { NetworkError, type Transport } from "./transport.ts"

/** True where `fetch` gives its body piece by piece; React Native's own does not. */
export function canStreamFetch(): boolean {
  return typeof ReadableStream !== "undefined" && typeof Response !== "undefined" && "body" in Response.prototype
}

/** `fetch` as a transport. A body without a reader is given whole when it has arrived. */
export function fetchTransport(fetchFn: typeof fetch = (...args) => globalThis.fetch(...args)): Transport {
  return async ({ url, signal, body, ...init }) => {
    let response: Response
    try {
      response = await fetchFn(url, { ...init, signal, cache: "no-store", ...(body === undefined ? {} : { body }) })
    } catch (error) {
      throw signal.aborted ? abortReason(signal) : new NetworkError("The network request failed", { cause: error })
    }
    return {
      status: response.status,
      header: (name) => response.headers.get(name),
      chunks: () => readChunks(response, signal),
      text: () => response.text().catch((error: unknown) => {
        throw signal.aborted ? abortReason(signal) : new NetworkError("The answer broke off", { cause: error })
      }),
    }
  }
}

async function* readChunks(response: Response, signal: AbortSignal): AsyncGenerator<string> {
  // React Native types promise a body that its fetch does not have.
  const body = response.body as ReadableStream<Uint8Array> | null | undefined
  if (!body) {
    yield await response.text()
    return
  }
  const reader = body.getReader()
  const decoder = new TextDecoder()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      const text = decoder.decode(value, { stream: true })
      if (text !== "") yield text
    }
  } catch (error) {
    throw signal.aborted ? abortReason(signal) : new NetworkError("The stream broke off", { cause: error })
  } finally {
    // A reader that stops early must give the connection back.
    reader.cancel().catch(() => undefined)
  }
}
