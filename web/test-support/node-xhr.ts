/** React Native's XMLHttpRequest, imitated over Node's http: text grows while it arrives, fetch is not involved. */
import { type ClientRequest, request as httpRequest } from "node:http"

export class NodeXhr {
  readyState = 0
  status = 0
  responseText = ""
  withCredentials = false
  onreadystatechange: (() => unknown) | null = null
  onprogress: (() => unknown) | null = null
  onload: (() => unknown) | null = null
  onerror: (() => unknown) | null = null
  private request: ClientRequest | null = null
  private responseHeaders: Record<string, string | string[] | undefined> = {}
  private isAborted = false

  open(method: string, url: string): void {
    this.request = httpRequest(url, { method })
    this.readyState = 1
  }

  setRequestHeader(name: string, value: string): void {
    this.request?.setHeader(name, value)
  }

  getResponseHeader(name: string): string | null {
    const value = this.responseHeaders[name.toLowerCase()]
    return typeof value === "string" ? value : null
  }

  send(body?: string): void {
    this.request?.on("error", () => this.fail())
    this.request?.on("response", (response) => {
      this.responseHeaders = response.headers
      this.status = response.statusCode ?? 0
      this.readyState = 2
      this.onreadystatechange?.()
      response.setEncoding("utf8")
      response.on("data", (piece: string) => {
        this.readyState = 3
        this.responseText += piece
        this.onprogress?.()
      })
      response.on("error", () => this.fail())
      response.on("end", () => {
        if (!response.complete) return this.fail()
        this.readyState = 4
        if (!this.isAborted) this.onload?.()
      })
    })
    this.request?.end(body)
  }

  abort(): void {
    this.isAborted = true
    this.request?.destroy()
  }

  private fail(): void {
    if (this.isAborted) return
    this.isAborted = true
    this.onerror?.()
  }
}
