/**
 * The whole system for tests, nothing imitated but the model: a database of its own in the test cluster, the scripted
 * model, switchboard-server with the real Claude CLI, the built page, and a wire between browser and page that can be
 * cut. Environment (scripts/test-e2e sets it): SWITCHBOARD_BIN, TEST_PG_DIR, CLAUDE_CLI_PATH.
 */
import { randomBytes } from "node:crypto"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { importPKCS8, SignJWT } from "jose"
import { makeLocalFolder } from "./local-folder.ts"
import { answers, freePort, Program, run } from "./program.ts"
import { TcpGate } from "./tcp-gate.ts"

const root = path.join(import.meta.dirname, "../..")
const issuer = "https://demo.switchboard.local/"
const audience = "switchboard"

/** Rows of db/seed.sql. */
export const seed = {
  workspaceId: "5eed0001-0000-4000-8000-000000000001",
  ledger: "5eed0006-0000-4000-8000-000000000001",
  ada: { sub: "demo-ada", email: "ada@demo.switchboard.local", name: "Ada Lindqvist", role: "admin" },
  max: { sub: "demo-max", email: "max@demo.switchboard.local", name: "Max Okafor", role: "member" },
  /** Of another workspace. */
  olga: { sub: "demo-olga", email: "olga@demo.switchboard.local", name: "Olga Marin", role: "admin" },
} as const
export type DemoUser = (typeof seed)["ada" | "max" | "olga"]

export class RealStack {
  /** The page's address, through the wire. */
  url = ""
  serverUrl = ""
  readonly gate: TcpGate
  private readonly folder: string
  private readonly localFolder: string
  private readonly settings: Record<string, unknown>
  private readonly programs: Program[] = []
  private server: Program | null = null
  private pagePort = 0
  private ownerUrl = ""

  private constructor(settings: Record<string, unknown>) {
    this.settings = settings
    this.folder = mkdtempSync(path.join(tmpdir(), "switchboard-e2e-"))
    this.localFolder = makeLocalFolder([seed.ada, seed.max, seed.olga])
    this.gate = new TcpGate(() => this.pagePort)
  }

  /** Starts everything; `settings` are more keys of the server's configuration. */
  static async start(settings: Record<string, unknown> = {}): Promise<RealStack> {
    const stack = new RealStack(settings)
    try {
      await stack.startAll()
      return stack
    } catch (error) {
      await stack.close()
      throw error
    }
  }

  private async startAll(): Promise<void> {
    const [databaseUrl, modelPort] = await Promise.all([this.makeDatabase(), this.startModel()])
    const serverPort = await freePort()
    this.serverUrl = `http://127.0.0.1:${serverPort}`
    this.url = `http://localhost:${await this.gate.listen()}`
    const config = {
      host: "127.0.0.1",
      port: serverPort,
      databaseUrl,
      allowedOrigins: [this.url],
      anthropicBaseUrl: `http://127.0.0.1:${modelPort}`,
      anthropicApiKey: "sk-ant-scripted",
      claudeCliPath: required("CLAUDE_CLI_PATH"),
      stateDir: path.join(this.folder, "state"),
      toolsDir: path.join(root, "db/tools"),
      issuers: [{ name: "demo", iss: issuer, algorithms: ["RS256"], audience, jwksFile: path.join(this.localFolder, "keys/jwks.json") }],
      ...this.settings,
    }
    writeFileSync(path.join(this.folder, "config.json"), JSON.stringify(config))
    await Promise.all([this.startServer(), this.startPage()])
  }

  /** As a crash, or as an orderly stop; its port stays free for `startServer`. */
  async stopServer(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    await this.server?.stop(signal)
    this.server = null
  }

  async startServer(): Promise<void> {
    const kept = ["PATH", "HOME", "ASAN_OPTIONS", "UBSAN_OPTIONS", "ASAN_SYMBOLIZER_PATH", "UBSAN_SYMBOLIZER_PATH"]
    const env = Object.fromEntries(kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])))
    this.server = new Program("the server", path.join(bin(), "switchboard-server"), ["--config", path.join(this.folder, "config.json")], {
      env,
      log: path.join(this.folder, "server.log"),
    })
    await this.server.until(() => answers(`${this.serverUrl}/health`))
  }

  /** A token of one of the demo's users, as its identity provider would sign it; `lifetime` in seconds. */
  async token(user: DemoUser, lifetime = 3600): Promise<string> {
    const key = await importPKCS8(readFileSync(path.join(this.localFolder, "keys/demo.pem"), "utf8"), "RS256")
    const now = Math.floor(Date.now() / 1000)
    const { sub, email, name } = user
    const claims = { iss: issuer, aud: audience, sub, email, name, iat: Math.min(now, now + lifetime) - 60, exp: now + lifetime }
    return new SignJWT(claims).setProtectedHeader({ alg: "RS256", typ: "JWT", kid: "test" }).sign(key)
  }

  /** A request past the page and the wire, straight to the server. */
  async api(user: DemoUser, target: string, init: { method?: string; body?: unknown; accept?: string } = {}): Promise<Response> {
    return fetch(this.serverUrl + target, {
      method: init.method ?? "GET",
      headers: {
        authorization: `Bearer ${await this.token(user)}`,
        accept: init.accept ?? "application/json",
        ...(init.body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
    })
  }

  /** SQL as the database's owner. */
  async sql(statement: string): Promise<string> {
    return run("psql", ["-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-c", statement, this.ownerUrl])
  }

  serverLog(): string {
    return this.server?.lastWords() ?? ""
  }

  async close(): Promise<void> {
    await this.gate.close().catch(() => undefined)
    await this.stopServer("SIGTERM")
    await Promise.all(this.programs.map((program) => program.stop()))
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
    rmSync(this.localFolder, { recursive: true, force: true })
  }

  private async makeDatabase(): Promise<string> {
    const name = `w${randomBytes(6).toString("hex")}`
    const made = await run(path.join(root, "scripts/pg"), ["createdb", name, required("TEST_PG_DIR")])
    const urlOf = (role: string): string => {
      const found = new RegExp(`^${role}=(.*)$`, "m").exec(made)?.[1]
      if (found === undefined) throw new Error(`scripts/pg printed no ${role}`)
      return found.replaceAll(/["'\\]/g, "")
    }
    this.ownerUrl = urlOf("OWNER_DATABASE_URL")
    await run(path.join(bin(), "switchboard-migrate"), ["--directory", path.join(root, "alembic-compatible-sql"), "up"], { ...process.env, OWNER_DATABASE_URL: this.ownerUrl })
    await run("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", path.join(root, "db/seed.sql"), this.ownerUrl])
    return urlOf("DATABASE_URL")
  }

  private async startModel(): Promise<number> {
    const portFile = path.join(this.folder, "model.port")
    const args = ["--port", "0", "--port-file", portFile, "--scenarios", path.join(root, "apps/scripted-model/scenarios"), "--pace-ms", "0"]
    const model = this.add(new Program("the scripted model", path.join(bin(), "switchboard-scripted-model"), args, { env: process.env, log: path.join(this.folder, "model.log") }))
    await model.until(() => existsSync(portFile) && readFileSync(portFile, "utf8").endsWith("\n"))
    return Number(readFileSync(portFile, "utf8"))
  }

  private async startPage(): Promise<void> {
    this.pagePort = await freePort()
    const app = path.join(import.meta.dirname, "../app")
    const next = path.join(app, "../node_modules/next/dist/bin/next")
    const page = this.add(
      new Program("the page", process.execPath, [next, "start", "--hostname", "127.0.0.1", "--port", String(this.pagePort)], {
        cwd: app,
        env: { ...process.env, SWITCHBOARD_URL: this.serverUrl, SWITCHBOARD_LOCAL_DIR: this.localFolder, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
        log: path.join(this.folder, "page.log"),
      }),
    )
    await page.until(() => answers(`http://127.0.0.1:${this.pagePort}/sign-in`))
  }

  private add(program: Program): Program {
    this.programs.push(program)
    return program
  }
}

function bin(): string {
  return path.resolve(root, required("SWITCHBOARD_BIN"))
}

function required(name: string): string {
  const value = process.env[name]
  if (value === undefined || value === "") throw new Error(`${name} is not set: run scripts/test e2e`)
  return value
}
