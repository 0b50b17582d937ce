import { defineConfig } from "vitest/config"

const source = { conditions: ["source"] }

// The whole system in Chromium; `scripts/test e2e` builds and starts what it needs.
export default defineConfig({
  resolve: source,
  ssr: { resolve: source },
  test: { name: "e2e", include: ["tests/e2e/**/*.test.ts"], testTimeout: 480_000, hookTimeout: 480_000, fileParallelism: false },
})
