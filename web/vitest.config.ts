import path from "node:path"
import { defineConfig } from "vitest/config"

// One run tests every workspace from its sources: the `source` export condition spares a build.
const source = { conditions: ["source"] }

export default defineConfig({
  test: {
    projects: [
      { resolve: source, ssr: { resolve: source }, test: { name: "client", root: "packages/client", include: ["src/**/*.test.ts"], testTimeout: 30_000 } },
      { resolve: source, ssr: { resolve: source }, test: { name: "mobile", root: "examples/mobile", include: ["tests/**/*.test.ts"], testTimeout: 30_000 } },
      {
        resolve: { ...source, alias: { "@": path.resolve(import.meta.dirname, "app/src") } },
        ssr: { resolve: source },
        test: { name: "app", root: "app", include: ["src/**/*.test.{ts,tsx}"], environment: "jsdom", testTimeout: 30_000 },
      },
      {
        resolve: source,
        ssr: { resolve: source },
        test: { name: "react", root: "packages/react", include: ["src/**/*.test.{ts,tsx}"], environment: "jsdom", testTimeout: 30_000 },
      },
    ],
  },
})
