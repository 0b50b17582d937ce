import type { Browser, BrowserContext, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type AppStack, startApp } from "../../test-support/app-stack.ts"
import { barriers, overflow } from "../../test-support/barriers.ts"
import { signIn, startBrowser } from "../../test-support/browser.ts"

let stack: AppStack
let browser: Browser

beforeAll(async () => {
  stack = await startApp(0)
  browser = await startBrowser()
})
afterAll(async () => {
  await browser.close()
  await stack.close()
})

const pages = ["agents", "skills", "memories", "rules", "members", "usage", "audit"]

describe.each(["light", "dark"] as const)("in %s", (colorScheme) => {
  it("has no barriers on any page, wide or 360 pixels narrow", async () => {
    const context = await browser.newContext({ colorScheme, viewport: { width: 1280, height: 860 }, reducedMotion: "reduce" })
    const entry = await context.newPage()
    await entry.goto(`${stack.url}/sign-in`)
    expect(await barriers(entry)).toEqual([])
    const page = await signIn(context, stack.url)
    await page.getByRole("textbox", { name: /^Message/ }).fill("Please send it by text message")
    await page.keyboard.press("Enter")
    await page.getByRole("button", { name: "Allow once" }).waitFor()
    expect(await barriers(page)).toEqual([])
    await page.getByRole("button", { name: "Allow once" }).click()
    await page.getByRole("button", { name: "Copy answer" }).waitFor()
    expect(await barriers(page)).toEqual([])
    for (const name of pages) {
      await page.setViewportSize({ width: 1280, height: 860 })
      await page.goto(`${stack.url}/${name}`)
      await page.getByRole("heading", { level: 1 }).waitFor()
      await page.waitForLoadState("networkidle")
      expect(await barriers(page), name).toEqual([])
      await page.setViewportSize({ width: 360, height: 740 })
      expect(await overflow(page), `${name} is wider than a phone`).toBeLessThanOrEqual(0)
    }
    await context.close()
  })
})

describe("the pages", () => {
  let context: BrowserContext
  let page: Page
  beforeAll(async () => {
    context = await browser.newContext({ viewport: { width: 1280, height: 860 } })
    context.setDefaultTimeout(30_000)
    page = await signIn(context, stack.url)
  })
  afterAll(() => context.close())

  it("hire an agent and let it go", async () => {
    await page.goto(`${stack.url}/agents`)
    const card = page.getByRole("main").getByRole("listitem").filter({ hasText: "Iris Planner" })
    await card.getByRole("button", { name: "Hire" }).click()
    await page.getByRole("navigation").getByRole("link", { name: "Iris Planner" }).waitFor()
    await card.getByRole("button", { name: "Let Iris Planner go" }).click()
    await page.getByRole("button", { name: "Let go", exact: true }).click()
    await card.getByRole("button", { name: "Hire" }).waitFor()
  })

  it("search the catalog and change an agent", async () => {
    await page.goto(`${stack.url}/agents`)
    await page.getByRole("searchbox", { name: "Search agents" }).fill("books")
    await page.getByText("Max Pipeline").nth(1).waitFor({ state: "detached" })
    await page.getByRole("button", { name: "Settings of Penny Ledger" }).click()
    await page.getByRole("combobox", { name: "Model" }).selectOption("opus")
    await page.getByRole("button", { name: "Save" }).click()
    await page.getByRole("status").filter({ hasText: "Saved." }).waitFor()
  })

  it("write a skill, and say what is missing", async () => {
    await page.goto(`${stack.url}/skills`)
    await page.getByRole("button", { name: "New skill" }).click()
    await page.getByRole("textbox", { name: "Title" }).fill("Travel costs")
    await page.getByRole("button", { name: "Save" }).click()
    await page.getByText("A name is needed").waitFor()
    await page.getByRole("textbox", { name: "Name" }).fill("travel-costs")
    await page.getByRole("textbox", { name: "When to use it" }).fill("When a trip is planned")
    await page.getByRole("textbox", { name: "Instructions" }).fill("Ask for the dates.")
    await page.getByRole("button", { name: "Save" }).click()
    await page.getByRole("heading", { name: "Travel costs" }).waitFor()
  })

  it("write and forget a memory", async () => {
    await page.goto(`${stack.url}/memories`)
    await page.getByRole("button", { name: "users/ada.md" }).click()
    await page.getByRole("textbox", { name: "Content" }).fill("Prefers pounds.")
    await page.getByRole("button", { name: "Save" }).click()
    await page.getByRole("status").filter({ hasText: "Saved." }).waitFor()
    await page.getByRole("button", { name: "company.md" }).click()
    await page.getByRole("button", { name: "Delete" }).click()
    await page.getByRole("button", { name: "Forget" }).click()
    await page.getByRole("button", { name: "company.md" }).waitFor({ state: "detached" })
  })

  it("write a rule with its condition", async () => {
    await page.goto(`${stack.url}/rules`)
    await page.getByRole("button", { name: "New rule" }).click()
    await page.getByRole("combobox", { name: "Kind" }).selectOption("when")
    await page.getByRole("textbox", { name: "When" }).fill("a price is asked")
    await page.getByRole("textbox", { name: "Rule" }).fill("Name the year.")
    await page.getByRole("button", { name: "Save" }).click()
    await page.getByText("Name the year.").waitFor()
  })

  it("invite a member and change a role", async () => {
    await page.goto(`${stack.url}/members`)
    await page.getByRole("button", { name: "Invite" }).click()
    await page.getByRole("textbox", { name: "E-mail" }).fill("cy@example.com")
    await page.getByRole("dialog").getByRole("button", { name: "Invite" }).click()
    await page.getByRole("textbox", { name: "Invitation link" }).waitFor()
    await page.getByRole("button", { name: "Done" }).click()
    await page.getByRole("region", { name: "Invited" }).getByText("cy@example.com").waitFor()
    await page.getByRole("combobox", { name: "Role of Bo Lindqvist" }).selectOption("admin")
    await page.getByRole("status").filter({ hasText: "Role changed." }).waitFor()
  })

  it("open the navigation on a phone, change the theme, and sign out", async () => {
    await page.setViewportSize({ width: 360, height: 740 })
    await page.goto(`${stack.url}/chat`)
    await page.getByRole("button", { name: "Open navigation" }).click()
    await page.getByRole("button", { name: /Ada Moreau/ }).click()
    await page.getByRole("menuitem", { name: "Dark" }).click()
    expect(await page.evaluate(() => document.documentElement.className)).toBe("dark")
    await page.reload()
    expect(await page.evaluate(() => document.documentElement.className)).toBe("dark")
    await page.getByRole("button", { name: "Open navigation" }).click()
    await page.getByRole("button", { name: /Ada Moreau/ }).click()
    await page.getByRole("menuitem", { name: "Sign out" }).click()
    await page.getByText("Welcome to Switchboard").waitFor()
    await page.goto(`${stack.url}/usage`)
    expect(page.url()).toContain("/sign-in?next=%2Fusage")
  })
})
