/** Debian's Chromium, and what every test does in it. */
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core"
import { until } from "./program.ts"

export function startBrowser(): Promise<Browser> {
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"]
  return chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args, timeout: 120_000 })
}

/** A window of its own, that keeps count of what must not happen. */
export async function openContext(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<{ context: BrowserContext; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options })
  context.setDefaultTimeout(120_000)
  const complaints: string[] = []
  context.on("request", (request) => {
    if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url())) complaints.push(`asked a third party: ${request.url()}`)
  })
  context.on("console", (message) => {
    if (/Content Security Policy|hydrat|Minified React error/i.test(message.text())) complaints.push(message.text())
  })
  context.on("weberror", (error) => complaints.push(String(error.error())))
  return { context, complaints }
}

/** Signs in through the page, as a person does. */
export async function signIn(context: BrowserContext, url: string, name = "Ada Moreau"): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${url}/`)
  await page.getByRole("button", { name }).click()
  await page.waitForURL("**/chat**")
  return page
}

export async function say(page: Page, text: string): Promise<void> {
  const box = page.getByRole("textbox", { name: /^Message/ })
  await box.fill(text)
  await box.press("Enter")
}

/** The buttons under answers that have ended. */
export function copyButtons(page: Page) {
  return page.getByRole("button", { name: "Copy answer" })
}

/** Resolves when so many answers have ended. */
export async function answered(page: Page, count = 1): Promise<void> {
  await copyButtons(page).nth(count - 1).waitFor()
}

/** What the scripted model says to `[[slow n=…]]` and `[[long n=…]]`. */
export function numberedWords(count: number): string {
  return Array.from({ length: count }, (_, i) => `word${i + 1}`).join(" ")
}

/** Resolves when an answer reads so (the newest one unless told otherwise); Markdown is drawn a moment after its text came. */
export async function reads(page: Page, wanted: string | RegExp, index = -1): Promise<string> {
  let text = ""
  const fits = (): boolean => (typeof wanted === "string" ? text === wanted : wanted.test(text))
  await until("the answer reads as it should", async () => {
    text = await answerText(page, index)
    return fits()
  }).catch((error: unknown) => {
    throw new Error(`the answer reads "${text}", not ${String(wanted)}`, { cause: error })
  })
  return text
}

/** The text of an answer as it stands on the page, in one line. */
export async function answerText(page: Page, index = -1): Promise<string> {
  const article = page.locator("article[aria-busy]")
  return (await article.nth(index).locator(".prose").allInnerTexts()).join(" ").replaceAll(/\s+/g, " ").trim()
}
