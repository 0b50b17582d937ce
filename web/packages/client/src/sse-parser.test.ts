import { describe, expect, it } from "vitest"
import { SseParser } from "./sse-parser.ts"

function parse(...chunks: string[]) {
  const parser = new SseParser()
  return { frames: chunks.flatMap((chunk) => parser.push(chunk)), parser }
}

describe("SseParser", () => {
  it("reads the seed's frame", () => {
    const { frames } = parse('event: text\ndata: {"type":"text"}\n\n')
    expect(frames).toEqual([{ event: "text", data: '{"type":"text"}', lastEventId: "" }])
  })

  it("gives the standard's examples", () => {
    expect(parse("data: YHOO\ndata: +2\ndata: 10\n\n").frames.map((f) => f.data)).toEqual(["YHOO\n+2\n10"])
    expect(parse(": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n").frames).toEqual([
      { event: "message", data: "first event", lastEventId: "1" },
      { event: "message", data: "second event", lastEventId: "" },
      { event: "message", data: " third event", lastEventId: "" },
    ])
    expect(parse("data\n\ndata\ndata\n\ndata:").frames.map((f) => f.data)).toEqual(["", "\n"])
    expect(parse("data:test\n\ndata: test\n\n").frames.map((f) => f.data)).toEqual(["test", "test"])
  })

  it("drops one byte order mark, and only at the start", () => {
    expect(parse("\uFEFFdata: a\n\n").frames.map((f) => f.data)).toEqual(["a"])
    expect(parse("\uFEFF\uFEFFdata: a\n\n").frames).toEqual([])
  })

  it("takes LF, CR and CRLF for line ends, also mixed", () => {
    for (const text of ["data: a\n\ndata: b\n\n", "data: a\r\n\r\ndata: b\r\n\r\n", "data: a\r\r\ndata: b\r\n\n"]) {
      expect(parse(text).frames.map((f) => f.data)).toEqual(["a", "b"])
    }
  })

  it("gives the same frames however the text is cut", () => {
    const text = '\uFEFFretry: 1000\n\n: ping\n\nid: 7\r\nevent: text\r\ndata: {"content":"a: b\u2028ü😀"}\r\n\r\nid: 8\rdata: x\rdata: y\r\r\nevent: done\ndata: {}\n\n'
    const whole = parse(text).frames
    expect(whole).toHaveLength(3)
    for (let first = 0; first <= text.length; first++) {
      for (let second = first; second <= text.length; second += 7) {
        expect(parse(text.slice(0, first), text.slice(first, second), text.slice(second)).frames).toEqual(whole)
      }
    }
    expect(parse(...Array.from({ length: text.length }, (_, i) => text.charAt(i))).frames).toEqual(whole)
  })

  it("keeps nothing of a frame that the end cuts short", () => {
    expect(parse("event: text\ndata: half").frames).toEqual([])
    expect(parse("event: text\ndata: whole but not ended\n").frames).toEqual([])
  })

  it("forgets an event's type when the event had no data", () => {
    expect(parse("event: text\n\ndata: a\n\n").frames[0]?.event).toBe("message")
  })

  it("keeps the id until another comes, and refuses one with a null", () => {
    const { frames, parser } = parse("id: 1\ndata: a\n\ndata: b\n\nid: 2\0\ndata: c\n\n")
    expect(frames.map((f) => f.lastEventId)).toEqual(["1", "1", "1"])
    expect(parser.lastEventId).toBe("1")
  })

  it("takes a retry of digits only", () => {
    expect(parse("retry: 1500\n\n").parser.retryMs).toBe(1500)
    expect(parse("retry: 1.5\nretry: -3\nretry: soon\n\n").parser.retryMs).toBeNull()
  })

  it("refuses a line or an event that would not end", () => {
    const parser = new SseParser({ maxLength: 64 })
    expect(() => parser.push("data: " + "x".repeat(80))).toThrow(RangeError)
    const lines = new SseParser({ maxLength: 64 })
    expect(() => lines.push(`data: ${"x".repeat(40)}\n`.repeat(3))).toThrow(RangeError)
  })

  it("is linear in what it reads", () => {
    const parser = new SseParser()
    const line = "data: " + "x".repeat(2_000_000)
    const start = performance.now()
    for (let i = 0; i < line.length; i += 100) parser.push(line.slice(i, i + 100))
    expect(parser.push("\n\n")[0]?.data).toHaveLength(2_000_000)
    expect(performance.now() - start).toBeLessThan(10_000)
  })
})
