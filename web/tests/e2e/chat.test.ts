import type { Browser, BrowserContext, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { answered, numberedWords, openContext, reads, say, signIn, startBrowser } from "../../test-support/browser.ts"
import { until } from "../../test-support/program.ts"
import { RealStack, seed } from "../../test-support/real-stack.ts"

let stack: RealStack
let browser: Browser
let context: BrowserContext
let page: Page
let complaints: string[]

beforeAll(async () => {
  ;[stack, browser] = await Promise.all([RealStack.start(), startBrowser()])
})
afterAll(async () => {
  await browser.close()
  await stack.close()
})
beforeEach(async () => {
  ;({ context, complaints } = await openContext(browser, stack.url))
  page = await signIn(context, stack.url, seed.ada.name)
  await page.goto(`${stack.url}/chat/${seed.ledger}`)
})
afterEach(async () => {
  stack.gate.mend()
  await context.close()
  expect(complaints).toEqual([])
})

/** The conversation that the page shows. */
function conversationId(): string {
  const id = /\/chat\/[0-9a-f-]+\/([0-9a-f-]+)$/.exec(page.url())?.[1]
  if (id === undefined) throw new Error(`no conversation in ${page.url()}`)
  return id
}

/** What the server has told of the conversation so far, asked past the page's wire. */
async function spoken(): Promise<string> {
  const response = await stack.api(seed.ada, `/api/agent-conversations/${conversationId()}/events?after=0`)
  return response.text()
}

describe("a conversation with the real server", () => {
  it("thinks, calls tools, answers, and says the same after a reload", async () => {
    await say(page, "What did I spend on software in March?")
    await answered(page)
    const text = await reads(page, /You spent .* on Software in March.*read just now/)
    const cards = page.locator("summary", { hasText: /Get (Spending By Category|Transactions)/ })
    expect(await cards.count()).toBe(2)
    await cards.first().click()
    await page.getByText('"from"').first().waitFor()
    await page.locator("summary", { hasText: "Thought" }).first().click()
    await page.getByText("sums by category for that month").waitFor()
    await page.getByRole("navigation").getByRole("link", { name: /What did I spend on software/ }).waitFor()
    await page.reload()
    await answered(page)
    await reads(page, text)
    expect(await cards.count()).toBe(2)
    expect(await page.locator("summary", { hasText: "Thought" }).count()).toBe(1)
  })

  it("remembers what was said before", async () => {
    await say(page, "My name is Ada")
    await answered(page)
    await say(page, "What is my name?")
    await answered(page, 2)
    await reads(page, /Your name is Ada/)
  })

  it("stops before the first word, and in the middle keeps what was said", async () => {
    await say(page, "[[pause ms=60000]] [[say too late]]")
    await page.getByRole("button", { name: "Stop" }).click()
    await page.getByText("Stopped.").waitFor()
    await say(page, "[[slow n=2000 ms=100]] go")
    await page.getByText("word5 ").waitFor()
    await page.keyboard.press("Escape")
    await page.getByText("Stopped.").nth(1).waitFor()
    await reads(page, /^word1 word2 word3 word4 word5/)
    expect(await page.locator(".prose", { hasText: "too late" }).count()).toBe(0)
  })

  it("goes on after a reload in the middle, without a gap", async () => {
    await say(page, "[[slow n=100 ms=50]] go")
    await page.getByText("word8 ").waitFor()
    await page.reload()
    await answered(page)
    await reads(page, numberedWords(100))
    expect(await page.locator("article[aria-busy]").count()).toBe(1)
  })

  it("keeps two tabs in step, also in the middle", async () => {
    await say(page, "[[slow n=100 ms=40]] go")
    await page.getByText("word8 ").waitFor()
    const other = await context.newPage()
    await other.goto(page.url())
    await Promise.all([answered(page), answered(other)])
    await reads(other, numberedWords(100))
    await reads(page, numberedWords(100))
    await say(other, "[[say I was asked in the other tab]]")
    await answered(other, 2)
    await page.bringToFront()
    await page.getByText("I was asked in the other tab", { exact: true }).waitFor()
  })

  it("lets a second message wait its turn", async () => {
    await say(page, "[[slow n=100 ms=40]] go")
    await page.getByText("word8 ").waitFor()
    await say(page, "[[say then this]]")
    await answered(page, 2)
    await reads(page, numberedWords(100), 0)
    await reads(page, "then this", 1)
  })

  it("loses nothing when the network is away for ten seconds", async () => {
    await say(page, "[[slow n=140 ms=100]] go")
    await page.getByText("word10 ").waitFor()
    stack.gate.cut()
    await page.getByText(/Reconnecting/).waitFor()
    await until("the agent said a hundred words meanwhile", async () => (await spoken()).includes("word110 "))
    stack.gate.mend()
    await answered(page)
    await reads(page, numberedWords(140))
    await page.getByText(/Reconnecting/).waitFor({ state: "detached" })
  })

  it("offers a turn again that died with the server", async () => {
    await say(page, "[[slow n=100 ms=100]] go")
    await page.getByText("word10 ").waitFor()
    await stack.stopServer("SIGKILL")
    await page.getByText(/Reconnecting/).waitFor()
    await reads(page, /^word1 word2 word3/)
    await stack.startServer()
    await page.reload()
    await page.getByRole("button", { name: "Try again" }).click()
    await answered(page)
    await reads(page, numberedWords(100))
  })

  it("renews a token that ran out, unseen", async () => {
    const expired = await stack.token(seed.ada, -120)
    await context.addCookies([{ name: "__session", value: expired, url: stack.url, httpOnly: true, sameSite: "Lax" }])
    const renewed = page.waitForResponse((response) => response.url().endsWith("/auth/local/renew"))
    await say(page, "[[say still here]]")
    expect((await renewed).status()).toBe(204)
    await answered(page)
    await reads(page, "still here")
  })

  it("says what failed, and tries again", async () => {
    await say(page, "[[error 400]] go")
    await page.getByRole("alert").filter({ hasText: /\w/ }).first().waitFor()
    await say(page, "[[say all is well]]")
    await page.getByText("all is well", { exact: true }).waitFor()
  })

  it("shows nobody else's conversation", async () => {
    await say(page, "[[say a secret]]")
    await answered(page)
    const stranger = await openContext(browser, stack.url)
    const theirs = await signIn(stranger.context, stack.url, seed.max.name)
    await theirs.goto(page.url())
    await theirs.getByText("This conversation is gone, or it is not yours.").waitFor()
    expect(await theirs.getByText("a secret").count()).toBe(0)
    await stranger.context.close()
  })

  it("renames, finds and deletes conversations", async () => {
    await say(page, "[[say noted]]")
    await answered(page)
    const list = page.getByRole("region", { name: "Conversations" })
    await list.getByRole("button", { name: /^More for .*say noted/ }).click()
    await page.getByRole("menuitem", { name: "Rename" }).click()
    await page.getByRole("textbox", { name: "Title" }).fill("Zanzibar")
    await page.getByRole("button", { name: "Rename" }).click()
    await list.getByRole("link", { name: "Zanzibar" }).waitFor()
    await page.reload()
    await list.getByRole("link", { name: "Zanzibar" }).waitFor()
    await page.getByRole("searchbox", { name: "Search conversations" }).fill("zanzi")
    await list.getByRole("button", { name: /^More for/ }).click()
    await page.getByRole("menuitem", { name: "Delete" }).click()
    await page.getByRole("button", { name: "Delete", exact: true }).click()
    await page.getByText("How can Ledger help?").waitFor()
    await list.getByText("Nothing found.").waitFor()
  })
})

describe("on a phone", () => {
  it("chats at 360 pixels, and nothing is wider than the screen", async () => {
    await page.setViewportSize({ width: 360, height: 740 })
    await say(page, "Are we within budget?")
    await answered(page)
    await page.getByRole("table").waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    await page.getByRole("button", { name: "Open navigation" }).click()
    await page.getByRole("navigation").getByRole("link", { name: "Atlas" }).click()
    await page.getByText("How can Atlas help?").waitFor()
  })
})
