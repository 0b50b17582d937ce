/** The built app over the test server, each on a port of its own. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { ChatServer } from "./chat-server.ts"
import { demoScript } from "./demo-script.ts"
import { makeLocalFolder } from "./local-folder.ts"
import { answers, freePort, Program } from "./program.ts"
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
  const logs = mkdtempSync(path.join(tmpdir(), "switchboard-page-"))
  const page = new Program("the page", process.execPath, [next, "start", "--hostname", "127.0.0.1", "--port", String(port)], {
    cwd: appFolder,
    env: { ...process.env, SWITCHBOARD_URL: await server.listen(), SWITCHBOARD_LOCAL_DIR: folder, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
    log: path.join(logs, "page.log"),
  })
  const url = `http://localhost:${port}`
  await page.until(() => answers(`http://127.0.0.1:${port}/sign-in`))
  return {
    url,
    server,
    close: async () => {
      await page.stop()
      await server.close()
      rmSync(folder, { recursive: true })
      rmSync(logs, { recursive: true })
    },
  }
}
