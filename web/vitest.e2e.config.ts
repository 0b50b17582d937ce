import { defineConfig } from "vitest/config"

const source = { conditions: ["source"] }

// The whole system in Chromium; `scripts/test e2e` builds and starts what it needs.
export default defineConfig({
  resolve: source,
  ssr: { resolve: source },
  test: { name: "e2e", include: ["tests/e2e/**/*.test.ts"], testTimeout: 240_000, hookTimeout: 240_000, fileParallelism: false },
})
