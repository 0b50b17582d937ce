import path from "node:path"
import type { NextConfig } from "next"

// Requests to the server are forwarded by src/proxy.ts, which reads SWITCHBOARD_URL when it runs, not when it was built.
const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // The server's streams must not be held back by a compressor; the proxy in front compresses what may be.
  compress: false,
  outputFileTracingRoot: path.join(import.meta.dirname, ".."),
  turbopack: { root: path.join(import.meta.dirname, "..") },
  // `npm run typecheck` checks the types, once for all workspaces.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
  experimental: { proxyTimeout: 15 * 60_000 },
  // Fixed when the app is built: a build without it holds no local sign-in at all.
  env: { SWITCHBOARD_LOCAL_SIGN_IN: process.env["SWITCHBOARD_LOCAL_SIGN_IN"] ?? "" },
}

export default config
