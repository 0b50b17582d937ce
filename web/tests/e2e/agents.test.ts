import type { Browser, BrowserContext, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { answered, openContext, reads, say, signIn, startBrowser } from "../../test-support/browser.ts"
import { RealStack, seed } from "../../test-support/real-stack.ts"

let stack: RealStack
let browser: Browser
let context: BrowserContext
let page: Page
let complaints: string[]

beforeAll(async () => {
  ;[stack, browser] = await Promise.all([RealStack.start(), startBrowser()])
  ;({ context, complaints } = await openContext(browser, stack.url))
  page = await signIn(context, stack.url, seed.ada.name)
})
afterAll(async () => {
  await browser.close()
  await stack.close()
  expect(complaints).toEqual([])
})

const card = (name: string) => page.getByRole("main").getByRole("listitem").filter({ hasText: name })

describe("agents", () => {
  it("are found by their words", async () => {
    await page.goto(`${stack.url}/agents`)
    await card("Beacon").waitFor()
    await page.getByRole("searchbox", { name: "Search agents" }).fill("finance")
    await card("Beacon").waitFor({ state: "detached" })
    await card("Ledger").waitFor()
  })

  it("are hired, talked to, and let go", async () => {
    await page.goto(`${stack.url}/agents`)
    await card("Scout").getByRole("button", { name: "Hire" }).click()
    await page.getByRole("navigation").getByRole("link", { name: "Scout" }).click()
    await page.getByText("How can Scout help?").waitFor()
    await say(page, "[[say Scout here]]")
    await answered(page)
    await reads(page, "Scout here")
    await page.goto(`${stack.url}/agents`)
    await card("Scout").getByRole("button", { name: "Let Scout go" }).click()
    await page.getByRole("button", { name: "Let go", exact: true }).click()
    await card("Scout").getByRole("button", { name: "Hire" }).waitFor()
    await page.getByRole("navigation").getByRole("link", { name: "Scout" }).waitFor({ state: "detached" })
  })

  it("work as they are told to", async () => {
    await page.goto(`${stack.url}/agents`)
    await page.getByRole("button", { name: "Settings of Quill" }).click()
    await page.getByRole("combobox", { name: "Model" }).selectOption("haiku")
    await page.getByRole("textbox", { name: "System prompt" }).fill("You are Quill. Write in rhymes.")
    await page.getByRole("button", { name: "Save" }).click()
    await page.getByRole("status").filter({ hasText: "Saved." }).waitFor()
    await page.reload()
    await page.getByRole("button", { name: "Settings of Quill" }).click()
    const prompt = page.getByRole("textbox", { name: "System prompt" })
    await prompt.waitFor()
    expect(await prompt.inputValue()).toBe("You are Quill. Write in rhymes.")
    expect(await page.getByRole("combobox", { name: "Model" }).inputValue()).toBe("haiku")
  })
})
