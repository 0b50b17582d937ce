import { defineConfig } from "vitest/config"

// Needs the app built with SWITCHBOARD_LOCAL_SIGN_IN=1 and a Chromium: `npm run test:browser`.
export default defineConfig({
  test: { name: "browser", include: ["tests/browser/**/*.test.ts"], testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false },
})
