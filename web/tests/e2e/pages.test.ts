import type { Browser } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { barriers, overflow } from "../../test-support/barriers.ts"
import { answered, openContext, say, signIn, startBrowser } from "../../test-support/browser.ts"
import { RealStack, seed } from "../../test-support/real-stack.ts"

let stack: RealStack
let browser: Browser

beforeAll(async () => {
  ;[stack, browser] = await Promise.all([RealStack.start(), startBrowser()])
})
afterAll(async () => {
  await browser.close()
  await stack.close()
})

const pages = ["agents", "skills", "memories", "rules", "members", "usage", "audit", "invite?token=x"]

describe.each(["light", "dark"] as const)("in %s", (colorScheme) => {
  it("no page has a barrier, calls a stranger, breaks its policy, or is wider than a phone", async () => {
    const { context, complaints } = await openContext(browser, stack.url, { colorScheme, reducedMotion: "reduce" })
    const entry = await context.newPage()
    await entry.goto(`${stack.url}/sign-in`)
    await entry.getByRole("button", { name: seed.ada.name }).waitFor()
    expect(await barriers(entry)).toEqual([])
    const page = await signIn(context, stack.url, seed.ada.name)
    await page.goto(`${stack.url}/chat/${seed.ledger}`)
    await page.getByText("How can Ledger help?").waitFor()
    expect(await barriers(page)).toEqual([])
    await say(page, "Are we within budget?")
    await answered(page)
    await page.getByRole("table").waitFor()
    expect(await barriers(page)).toEqual([])
    for (const name of pages) {
      await page.setViewportSize({ width: 1280, height: 860 })
      const response = await page.goto(`${stack.url}/${name}`)
      expect(response?.headers()["content-security-policy"]).toMatch(/^default-src 'none'; script-src 'self' 'nonce-[0-9a-f-]{36}' 'strict-dynamic'; style-src 'self' 'nonce-/)
      await page.getByRole("heading", { level: 1 }).waitFor()
      await page.waitForLoadState("networkidle")
      expect(await barriers(page), name).toEqual([])
      await page.setViewportSize({ width: 360, height: 740 })
      expect(await overflow(page), `${name} is wider than a phone`).toBeLessThanOrEqual(0)
    }
    await context.close()
    expect(complaints).toEqual([])
  })
})

describe("members", () => {
  it("are invited by a link, come in by it, are given a role, and are removed", async () => {
    const ada = await openContext(browser, stack.url)
    const page = await signIn(ada.context, stack.url, seed.ada.name)
    await page.goto(`${stack.url}/members`)
    await page.getByRole("main").getByText(seed.max.name).waitFor()
    await page.getByRole("button", { name: "Invite" }).click()
    await page.getByRole("textbox", { name: "E-mail" }).fill(seed.olga.email)
    await page.getByRole("dialog").getByRole("button", { name: "Invite" }).click()
    const link = await page.getByRole("textbox", { name: "Invitation link" }).inputValue()
    await page.getByRole("button", { name: "Done" }).click()
    await page.getByRole("region", { name: "Invited" }).getByText(seed.olga.email).waitFor()

    const olga = await openContext(browser, stack.url)
    const hers = await olga.context.newPage()
    await hers.goto(link)
    await hers.getByRole("button", { name: seed.olga.name }).click()
    await hers.getByRole("button", { name: "Join the workspace" }).click()
    await hers.getByRole("navigation").getByText("Northwind Studio").first().waitFor()
    await hers.goto(link)
    await hers.getByRole("button", { name: "Join the workspace" }).click()
    await hers.getByRole("main").getByRole("alert").waitFor()

    await page.reload()
    await page.getByRole("combobox", { name: `Role of ${seed.olga.name}` }).selectOption("admin")
    await page.getByRole("status").filter({ hasText: "Role changed." }).waitFor()
    await page.getByRole("button", { name: `Remove ${seed.olga.name}` }).click()
    await page.getByRole("button", { name: "Remove", exact: true }).click()
    await page.getByRole("main").getByText(seed.olga.name).waitFor({ state: "detached" })
    await hers.goto(`${stack.url}/chat`)
    await hers.getByRole("navigation").getByText("Other Ltd").first().waitFor()
    await ada.context.close()
    await olga.context.close()
    expect([...ada.complaints, ...olga.complaints]).toEqual([])
  })
})
