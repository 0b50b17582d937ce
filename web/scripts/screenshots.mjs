/**
 * Takes the pictures of docs/screenshots from what `make up` started: every page, light and dark, wide and on a phone.
 * Usage: node web/scripts/screenshots.mjs [PAGE-URL [FOLDER]]; CONVERSATION=URL shows one that is there already.
 */
import { mkdirSync } from "node:fs"
import path from "node:path"
import { chromium } from "playwright-core"

const url = process.argv[2] ?? "http://localhost:3000"
const folder = process.argv[3] ?? path.join(import.meta.dirname, "../../docs/screenshots")
const sizes = { desktop: { width: 1280, height: 800 }, mobile: { width: 390, height: 780 } }
const pages = ["agents", "skills", "memories", "rules", "members", "usage", "audit"]

async function ask(page, question) {
  const box = page.getByRole("textbox", { name: /^Message/ })
  await box.fill(question)
  await box.press("Enter")
}

/** A still picture: nothing moves, and the fonts are here. */
async function shoot(page, name) {
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: path.join(folder, `${name}.png`), animations: "disabled", caret: "hide" })
  console.info(name)
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--font-render-hinting=none"] })
mkdirSync(folder, { recursive: true })

/** One conversation for all pictures; the address of its page. */
async function converse() {
  const page = await (await browser.newContext({ viewport: sizes.desktop })).newPage()
  await signIn(page)
  await page.getByRole("navigation").getByRole("link", { name: "Ledger" }).click()
  await page.getByText("How can Ledger help?").waitFor()
  for (const [index, question] of ["What did I spend on software in March?", "Compare September and October"].entries()) {
    await ask(page, question)
    await page.getByRole("button", { name: "Copy answer" }).nth(index).waitFor({ timeout: 120_000 })
  }
  const address = page.url()
  await page.context().close()
  return address
}

async function signIn(page) {
  await page.goto(`${url}/sign-in`)
  await page.getByRole("button", { name: /^(AL )?Ada/ }).click()
  await page.waitForURL("**/chat**")
}

const conversation = process.env.CONVERSATION ?? (await converse())
for (const colorScheme of ["light", "dark"]) {
  for (const [size, viewport] of Object.entries(sizes)) {
    const context = await browser.newContext({ viewport, colorScheme, reducedMotion: "reduce", hasTouch: size === "mobile", deviceScaleFactor: size === "mobile" ? 2 : 1 })
    context.setDefaultTimeout(120_000)
    const page = await context.newPage()
    const name = (what) => `${what}-${size}-${colorScheme}`
    await page.goto(`${url}/sign-in`)
    await page.getByRole("button", { name: /Ada/ }).waitFor()
    await shoot(page, name("sign-in"))
    await signIn(page)
    await page.goto(conversation)
    await page.getByRole("button", { name: "Copy answer" }).nth(1).waitFor()
    await page.getByRole("table").waitFor()
    // From the second question on, not the answer's end.
    await page.getByRole("main").getByText("Compare September and October").evaluate((element) => {
      const list = element.closest(".overflow-y-auto")
      list.scrollTop += element.getBoundingClientRect().top - list.getBoundingClientRect().top - 24
    })
    await shoot(page, name("chat"))
    await page.goto(conversation.replace(/\/[^/]+$/, ""))
    await page.getByText("How can Ledger help?").waitFor()
    await shoot(page, name("greeting"))
    for (const each of pages) {
      await page.goto(`${url}/${each}`)
      await page.getByRole("heading", { level: 1 }).waitFor()
      await page.waitForLoadState("networkidle")
      await shoot(page, name(each))
    }
    await page.goto(`${url}/agents`)
    await page.getByRole("button", { name: "Settings of Ledger" }).click()
    await page.getByRole("textbox", { name: "System prompt" }).waitFor()
    await shoot(page, name("agent"))
    if (size === "mobile") {
      await page.goto(conversation)
      await page.getByRole("button", { name: "Open navigation" }).click()
      await page.getByRole("navigation").getByText("What did I spend").first().waitFor()
      await shoot(page, name("navigation"))
    }
    await context.close()
  }
}
await browser.close()
