/** A child process of a test: started, waited for, and ended by its owner. */
import { type ChildProcess, execFile, spawn } from "node:child_process"
import { closeSync, openSync, readFileSync } from "node:fs"
import { createServer, type AddressInfo } from "node:net"
import { promisify } from "node:util"

/** How long anything may take to start or end on a slow machine under load. */
export const patienceMs = 120_000

export class Program {
  private readonly child: ChildProcess
  private readonly ended: Promise<void>
  private readonly name: string
  private readonly log: string

  constructor(name: string, command: string, args: string[], options: { env: NodeJS.ProcessEnv; log: string; cwd?: string }) {
    this.name = name
    this.log = options.log
    const out = openSync(options.log, "a")
    this.child = spawn(command, args, { env: options.env, stdio: ["ignore", out, out], ...(options.cwd === undefined ? {} : { cwd: options.cwd }) })
    closeSync(out)
    this.ended = new Promise((resolve) => {
      this.child.once("exit", () => resolve())
      this.child.once("error", () => resolve())
    })
  }

  /** Resolves when `isReady` holds; fails with the log's end if the program ends first. */
  async until(isReady: () => Promise<boolean> | boolean): Promise<void> {
    await until(`${this.name} is ready`, async () => {
      if (this.child.exitCode !== null || this.child.signalCode !== null) throw new Error(`${this.name} ended:\n${this.lastWords()}`)
      return isReady()
    })
  }

  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    this.child.kill(signal)
    const kill = setTimeout(() => this.child.kill("SIGKILL"), patienceMs)
    await this.ended
    clearTimeout(kill)
  }

  lastWords(): string {
    return readFileSync(this.log, "utf8").slice(-3_000)
  }
}

/** Asks again and again until the condition holds. */
export async function until(what: string, condition: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = Date.now() + patienceMs
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

const execute = promisify(execFile)

/** Runs a command to its end and returns what it printed. */
export async function run(command: string, args: string[], env: NodeJS.ProcessEnv = process.env): Promise<string> {
  return (await execute(command, args, { env, maxBuffer: 64 * 1024 * 1024 })).stdout
}

export async function answers(url: string): Promise<boolean> {
  const response = await fetch(url).catch(() => null)
  await response?.text().catch(() => undefined)
  return response?.ok === true
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
