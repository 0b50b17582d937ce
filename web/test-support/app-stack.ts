/** The built app over the test server, each on a port of its own, and a Chromium to look at it. */
import { type ChildProcess, spawn } from "node:child_process"
import { rmSync } from "node:fs"
import { createServer } from "node:net"
import type { AddressInfo } from "node:net"
import path from "node:path"
import { type Browser, type BrowserContext, chromium } from "playwright-core"
import { ChatServer } from "./chat-server.ts"
import { demoScript } from "./demo-script.ts"
import { makeLocalFolder } from "./local-folder.ts"
import { restHandlers } from "./rest-handlers.ts"

const appFolder = path.join(import.meta.dirname, "../app")

export interface AppStack {
  url: string
  server: ChatServer
  close: () => Promise<void>
}

/** Starts everything; `pace` is the pause between two pieces of an answer, in milliseconds. */
export async function startApp(pace = 4): Promise<AppStack> {
  const server = new ChatServer()
  server.script = demoScript(pace)
  server.handlers.push(...restHandlers())
  const folder = makeLocalFolder()
  const port = await freePort()
  const next = path.join(appFolder, "../node_modules/next/dist/bin/next")
  const child = spawn(process.execPath, [next, "start", "--hostname", "127.0.0.1", "--port", String(port)], {
    cwd: appFolder,
    env: { ...process.env, SWITCHBOARD_URL: await server.listen(), SWITCHBOARD_LOCAL_DIR: folder, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
    stdio: ["ignore", "ignore", "inherit"],
  })
  const url = `http://localhost:${port}`
  await untilAnswers(`http://127.0.0.1:${port}/sign-in`, child)
  return {
    url,
    server,
    close: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve))
      child.kill()
      await ended
      await server.close()
      rmSync(folder, { recursive: true })
    },
  }
}

export function startBrowser(): Promise<Browser> {
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
  return chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args })
}

/** Signs in through the page, as a person does. */
export async function signIn(context: BrowserContext, url: string, name = "Ada Moreau") {
  const page = await context.newPage()
  await page.goto(`${url}/`)
  await page.getByRole("button", { name }).click()
  await page.waitForURL("**/chat**")
  return page
}

async function untilAnswers(url: string, child: ChildProcess): Promise<void> {
  for (let i = 0; i < 240; i++) {
    if (child.exitCode !== null) throw new Error("the app did not start; was it built with SWITCHBOARD_LOCAL_SIGN_IN=1?")
    const response = await fetch(url).catch(() => null)
    if (response?.ok === true) return
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  throw new Error("the app did not answer within a minute")
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
