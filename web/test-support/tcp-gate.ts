/** A wire that can be cut: a TCP port in front of another one. Nothing of it is shipped. */
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net"

export class TcpGate {
  private readonly server: Server
  private readonly sockets = new Set<Socket>()
  private isCut = false

  constructor(targetPort: () => number) {
    this.server = createServer((client) => {
      if (this.isCut) return client.destroy()
      const upstream = connect(targetPort(), "127.0.0.1")
      for (const [end, other] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        this.sockets.add(end)
        end.setNoDelay(true)
        end.on("error", () => other.destroy())
        end.on("close", () => {
          this.sockets.delete(end)
          other.destroy()
        })
        end.pipe(other)
      }
    })
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve))
    return (this.server.address() as AddressInfo).port
  }

  /** Every connection breaks, and new ones do until `mend`. */
  cut(): void {
    this.isCut = true
    for (const socket of this.sockets) socket.destroy()
  }

  mend(): void {
    this.isCut = false
  }

  async close(): Promise<void> {
    this.cut()
    await new Promise((resolve) => this.server.close(resolve))
  }
}
