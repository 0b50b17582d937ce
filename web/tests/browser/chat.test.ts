import type { Browser, BrowserContext, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { type AppStack, startApp } from "../../test-support/app-stack.ts"
import { signIn, startBrowser } from "../../test-support/browser.ts"
import { demoScript } from "../../test-support/demo-script.ts"

let stack: AppStack
let browser: Browser
let context: BrowserContext
let page: Page
/** What the page complained about, and whom it called beside its own server. */
let complaints: string[]
let strangers: string[]

beforeAll(async () => {
  stack = await startApp()
  browser = await startBrowser()
})
afterAll(async () => {
  await browser.close()
  await stack.close()
})
beforeEach(async () => {
  stack.server.script = demoScript(4)
  stack.server.logs.clear()
  complaints = []
  strangers = []
  context = await browser.newContext({ viewport: { width: 1280, height: 860 } })
  context.setDefaultTimeout(30_000)
  context.on("request", (request) => {
    if (!request.url().startsWith(stack.url) && !request.url().startsWith("data:")) strangers.push(request.url())
  })
  context.on("console", (message) => {
    if (/Content Security Policy|Hydration|hydrat/i.test(message.text())) complaints.push(message.text())
  })
  page = await signIn(context, stack.url)
})
afterEach(async () => {
  await context.close()
  expect(complaints).toEqual([])
  expect(strangers).toEqual([])
})

async function say(text: string, on: Page = page): Promise<void> {
  const box = on.getByRole("textbox", { name: /^Message/ })
  await box.fill(text)
  await box.press("Enter")
}
const copies = (on: Page = page) => on.getByRole("button", { name: "Copy answer" })

describe("the chat page", () => {
  it("answers with reasoning, a tool, a table and code, and loads no image", async () => {
    await say("What did I spend on software in March?")
    await copies().waitFor()
    expect(page.url()).toMatch(/\/chat\/local-penny-ledger\/[0-9a-f-]{36}$/)
    expect(await page.getByRole("table").count()).toBe(1)
    expect(await page.locator("pre .hljs-keyword").count()).toBeGreaterThan(3)
    expect(await page.getByText("Image: chart").count()).toBe(1)
    expect(await page.locator("summary", { hasText: "Get Transactions" }).innerText()).toContain("234 ms")
    await page.locator("summary", { hasText: "Thought" }).click()
    expect(await page.getByText("compare with February").isVisible()).toBe(true)
    await page.getByRole("navigation").getByRole("link", { name: "What did I spend on software in March?" }).waitFor()
  })

  it.each([
    ["Allow once", "Sent. The report is on its way."],
    ["Deny", "All right, I did not send it."],
  ])("asks before it acts: %s", async (button, outcome) => {
    await say("Send it by text message")
    await page.getByRole("button", { name: button }).click()
    await page.getByText(outcome).waitFor()
    expect(await page.getByRole("button", { name: button }).count()).toBe(0)
  })

  it("stops before the first word, by button and by key", async () => {
    await say("wait for it")
    await page.getByRole("button", { name: "Stop" }).click()
    await page.getByText("Stopped.").waitFor()
    await say("wait again")
    await page.getByRole("button", { name: "Stop" }).waitFor()
    await page.keyboard.press("Escape")
    await page.getByText("Stopped.").nth(1).waitFor()
  })

  it("goes on after a reload in the middle, without a gap", async () => {
    stack.server.script = demoScript(12)
    await say("What did I spend?")
    await page.getByText("Most of it is design").waitFor()
    await page.reload()
    await copies().waitFor()
    expect(await page.getByRole("table").count()).toBe(1)
    expect(await page.getByText("You spent").count()).toBe(1)
    expect(await page.getByRole("row").count()).toBe(5)
    expect(await page.getByText("Shall I draft the cancellation?").count()).toBe(1)
  })

  it("keeps two tabs in step", async () => {
    await say("What did I spend?")
    await copies().waitFor()
    const other = await context.newPage()
    await other.goto(page.url())
    await copies(other).waitFor()
    await other.bringToFront()
    await say("fail please", other)
    await other.getByText("The model is overloaded").waitFor()
    await page.bringToFront()
    await page.getByText("fail please").waitFor()
    await page.getByText("The model is overloaded").waitFor()
  })

  it("says that it reconnects, and loses nothing of what came meanwhile", async () => {
    stack.server.script = demoScript(12)
    await say("What did I spend?")
    await page.getByText("Most of it is design").waitFor()
    await context.setOffline(true)
    stack.server.dropConnections()
    await page.getByText(/Reconnecting/).waitFor()
    await page.waitForTimeout(3_000)
    await context.setOffline(false)
    await copies().waitFor({ timeout: 60_000 })
    expect(await page.getByRole("row").count()).toBe(5)
    expect(await page.getByText("Shall I draft the cancellation?").count()).toBe(1)
    expect(await page.getByText(/Reconnecting/).count()).toBe(0)
  })

  it("renews a token that ran out, unseen", async () => {
    stack.server.refusals.push({ path: "agent-chat", refusal: { status: 401, code: "unauthenticated" } })
    const renewed = page.waitForResponse((response) => response.url().endsWith("/auth/local/renew"))
    await say("What did I spend?")
    expect((await renewed).status()).toBe(204)
    await copies().waitFor()
  })

  it("offers a failed turn again", async () => {
    await say("fail please")
    await page.getByText("The model is overloaded").waitFor()
    stack.server.script = ({ emit }) => emit({ type: "text", content: "Now it works.", isComplete: true })
    await page.getByRole("button", { name: "Try again" }).click()
    await page.getByText("Now it works.").waitFor()
    expect(await page.getByText("The model is overloaded").count()).toBe(0)
  })

  it("renames, finds and deletes conversations", async () => {
    await say("What did I spend?")
    await copies().waitFor()
    const list = page.getByRole("region", { name: "Conversations" })
    await list.getByRole("button", { name: /^More for/ }).click()
    await page.getByRole("menuitem", { name: "Rename" }).click()
    await page.getByRole("textbox", { name: "Title" }).fill("March, software")
    await page.getByRole("button", { name: "Rename" }).click()
    await list.getByRole("link", { name: "March, software" }).waitFor()
    await page.keyboard.press("Control+k")
    await page.keyboard.type("april")
    await list.getByText("Nothing found.").waitFor()
    await page.getByRole("searchbox", { name: "Search conversations" }).fill("march")
    await list.getByRole("button", { name: /^More for/ }).click()
    await page.getByRole("menuitem", { name: "Delete" }).click()
    await page.getByRole("button", { name: "Delete", exact: true }).click()
    await page.getByText("How can Penny Ledger help?").waitFor()
  })

  it("begins a new chat beside the old one", async () => {
    await say("What did I spend?")
    await copies().waitFor()
    await page.getByRole("link", { name: "New chat" }).click()
    await page.getByText("How can Penny Ledger help?").waitFor()
    await page.getByRole("navigation").getByRole("link", { name: "What did I spend?" }).click()
    await copies().waitFor()
  })

  it("draws a fast answer without holding up the page", async () => {
    stack.server.script = async ({ emit }) => {
      for (let i = 0; i < 600; i++) {
        emit({ type: "text", content: i % 40 === 39 ? ".\n\n" : `word${i} `, isComplete: i === 599 })
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    }
    await say("a long one")
    await page.getByText("word20 ").waitFor()
    const slowest = await page.evaluate(async () => {
      let worst = 0
      for (let i = 0; i < 20; i++) {
        await new Promise((resolve) => setTimeout(resolve, 150))
        const start = performance.now()
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
        worst = Math.max(worst, performance.now() - start)
      }
      return worst
    })
    console.info(`slowest frame while streaming 100 tokens a second: ${Math.round(slowest)} ms`)
    await copies().waitFor()
    expect(await page.getByText("word598").count()).toBe(1)
  })

  it("loads under 180 kB of scripts, compressed as browsers ask for it (Brotli)", async () => {
    const { brotliCompressSync } = await import("node:zlib")
    const fresh = await context.newPage()
    let bytes = 0
    const sizes: Promise<void>[] = []
    fresh.on("response", (response) => {
      if (!/\.js(\?|$)/.test(response.url())) return
      sizes.push(
        response.body().then((body) => {
          bytes += brotliCompressSync(body).length
        }),
      )
    })
    await fresh.goto(`${stack.url}/chat`)
    await fresh.getByRole("textbox", { name: /^Message/ }).waitFor()
    await Promise.all(sizes)
    console.info(`scripts of the first load: ${Math.round(bytes / 1000)} kB in Brotli`)
    expect(bytes).toBeLessThan(180_000)
  })
})
