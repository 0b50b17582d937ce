/**
 * A server-sent event stream, parsed as WHATWG HTML section 9.2.6 says, from text that arrives cut anywhere.
 * The seed's frame (`event: <type>\ndata: <json>\n\n`) is one case of it. Feed chunks; take frames. A frame that
 * the end of the stream cuts short is dropped, as the standard demands: its sender will send it again on resume.
 */
export interface SseFrame {
  event: string
  data: string
  /** The last event id seen so far, not only this frame's. */
  lastEventId: string
}

export interface SseParserOptions {
  /** The largest line or event kept, in UTF-16 units; more is an error, so that a broken peer cannot eat memory. */
  maxLength?: number
}

export class SseParser {
  /** The server's wish for the pause before a reconnect, in milliseconds. */
  retryMs: number | null = null
  lastEventId = ""

  /** The pieces of the line that has not ended; joined once, so that reading stays linear. */
  private pending: string[] = []
  private pendingLength = 0
  private atStart = true
  /** The last character was a CR, which ended its line: an LF that follows belongs to it. */
  private afterCr = false
  private eventType = ""
  private data: string[] = []
  private dataLength = 0
  private readonly maxLength: number

  constructor(options: SseParserOptions = {}) {
    this.maxLength = options.maxLength ?? 16 * 1024 * 1024
  }

  /** Takes the next piece of text and returns the frames that it completes, in order. */
  push(chunk: string): SseFrame[] {
    if (chunk === "") return []
    let start = this.atStart && chunk.startsWith("\uFEFF") ? 1 : 0
    this.atStart = false
    const frames: SseFrame[] = []
    for (let i = start; i < chunk.length; i++) {
      const code = chunk.charCodeAt(i)
      const isLfOfCrLf = code === 10 && this.afterCr
      this.afterCr = code === 13
      if (isLfOfCrLf) start = i + 1
      if (isLfOfCrLf || (code !== 10 && code !== 13)) continue
      const frame = this.line(this.takeLine(chunk.slice(start, i)))
      if (frame) frames.push(frame)
      start = i + 1
    }
    if (start < chunk.length) this.keep(chunk.slice(start))
    return frames
  }

  private keep(piece: string): void {
    this.pending.push(piece)
    this.pendingLength += piece.length
    if (this.pendingLength > this.maxLength) throw new RangeError("an SSE line is too long")
  }

  private takeLine(end: string): string {
    if (this.pending.length === 0) return end
    this.keep(end)
    const line = this.pending.join("")
    this.pending = []
    this.pendingLength = 0
    return line
  }

  private line(line: string): SseFrame | null {
    if (line === "") return this.dispatch()
    const colon = line.indexOf(":")
    if (colon === 0) return null
    const field = colon === -1 ? line : line.slice(0, colon)
    const rest = colon === -1 ? "" : line.slice(colon + 1)
    const value = rest.startsWith(" ") ? rest.slice(1) : rest
    switch (field) {
      case "event":
        this.eventType = value
        break
      case "data":
        this.data.push(value)
        this.dataLength += value.length
        if (this.dataLength > this.maxLength) throw new RangeError("an SSE event is too long")
        break
      case "id":
        if (!value.includes("\0")) this.lastEventId = value
        break
      case "retry":
        if (/^[0-9]+$/.test(value)) this.retryMs = Number(value)
        break
    }
    return null
  }

  private dispatch(): SseFrame | null {
    const { data, eventType } = this
    this.data = []
    this.dataLength = 0
    this.eventType = ""
    if (data.length === 0) return null
    return { event: eventType === "" ? "message" : eventType, data: data.join("\n"), lastEventId: this.lastEventId }
  }
}
