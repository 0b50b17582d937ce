import { describe, expect, it } from "vitest"
import { clerkHost } from "@/auth/auth-origins"
import { chatPath, parseChatPath } from "@/shell/chat-path"
import { everyDay, sumUsage, total } from "@/usage/sum-usage"
import { contentSecurityPolicy } from "./content-security-policy"
import { dayGroup, formatCost, formatDuration, formatTokens, initials } from "./format"

describe("numbers and times", () => {
  it("reads as people write", () => {
    expect([formatTokens(999), formatTokens(1234), formatTokens(2_500_000)]).toEqual(["999", "1.2K", "2.5M"])
    expect([formatCost(0), formatCost(0.0046), formatCost(1.5)]).toEqual(["$0", "$0.0046", "$1.50"])
    expect([formatDuration(234), formatDuration(1500), formatDuration(125_000)]).toEqual(["234 ms", "1.5 s", "2 min 5 s"])
    expect([initials("Penny Ledger"), initials("ada@example.com"), initials("")]).toEqual(["PL", "AE", "?"])
  })

  it("groups days by the calendar, not by hours", () => {
    const now = new Date(2026, 4, 20, 0, 30)
    const at = (day: number, hour: number) => dayGroup(new Date(2026, 4, day, hour).toISOString(), now)
    expect([at(20, 0), at(19, 23), at(14, 12), dayGroup(new Date(2026, 3, 25).toISOString(), now), dayGroup(new Date(2026, 0, 1).toISOString(), now)]).toEqual([
      "Today",
      "Yesterday",
      "Previous 7 days",
      "Previous 30 days",
      "Older",
    ])
  })
})

describe("addresses of chats", () => {
  it.each([
    [null, null],
    ["a", null],
    ["a b/c", "d"],
  ])("go there and back: %s, %s", (agentId, conversationId) => {
    expect(parseChatPath(chatPath(agentId, conversationId))).toEqual({ agentId, conversationId })
  })
  it("are not other pages", () => {
    expect(parseChatPath("/agents/x")).toEqual({ agentId: null, conversationId: null })
  })
})

describe("the content security policy", () => {
  it("lets in nothing but the page itself", () => {
    const policy = contentSecurityPolicy({ nonce: "n", isDev: false, authOrigins: [] })
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self' 'nonce-n' 'strict-dynamic';")
    expect(policy).toContain("connect-src 'self';")
    expect(policy).not.toMatch(/unsafe|https:|\*/)
  })
  it("lets in the identity provider where there is one", () => {
    expect(contentSecurityPolicy({ nonce: "n", isDev: false, authOrigins: ["https://x.supabase.co"] })).toContain("connect-src 'self' https://x.supabase.co;")
  })
  it("reads Clerk's host from its key", () => {
    expect(clerkHost(`pk_test_${btoa("clerk.example.com$")}`)).toBe("clerk.example.com")
  })
})

describe("usage", () => {
  const row = { day: "2026-01-01", agent_id: null, agent_name: "Penny", user_id: null, user_email: null, model: "sonnet", input_tokens: 10, output_tokens: 2, cost_usd: 0.5 }
  it("sums by any field", () => {
    const sums = sumUsage([row, row, { ...row, agent_name: null }], (each) => each.agent_name)
    expect(sums).toEqual([
      { name: "Penny", inputTokens: 20, outputTokens: 4, costUsd: 1 },
      { name: "Other", inputTokens: 10, outputTokens: 2, costUsd: 0.5 },
    ])
    expect(total(sums)).toEqual({ inputTokens: 30, outputTokens: 6, costUsd: 1.5 })
  })

  it("has every day of a period, also those without use", () => {
    const used = sumUsage([row], (each) => each.day)
    const days = everyDay(used, 3, Date.UTC(2026, 0, 2, 12))
    expect(days.map(({ name, costUsd }) => [name, costUsd])).toEqual([
      ["2025-12-31", 0],
      ["2026-01-01", 0.5],
      ["2026-01-02", 0],
    ])
  })
})
