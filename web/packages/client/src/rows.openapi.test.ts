/** What the server's document says it sends is what the rows here accept; the types are compared when the package is checked. */
import { describe, expectTypeOf, it } from "vitest"
import type * as z from "zod/mini"
import type { components } from "./generated/openapi.ts"
import type { messageRowSchema } from "./messages.ts"
import type * as rows from "./rows.ts"
import type { ServerEvent } from "./events.ts"

type Documented<Name extends keyof components["schemas"]> = components["schemas"][Name]

describe("rows", () => {
  it("accept what the document describes", () => {
    expectTypeOf<Documented<"AgentWithHireStatus">>().toExtend<z.input<typeof rows.agentSchema>>()
    expectTypeOf<Documented<"AgentPage">>().toExtend<z.input<typeof rows.agentPageSchema>>()
    expectTypeOf<Documented<"LocalAgent">>().toExtend<z.input<typeof rows.localAgentSchema>>()
    expectTypeOf<Documented<"Conversation">>().toExtend<z.input<typeof rows.conversationSchema>>()
    expectTypeOf<Documented<"ConversationWithTotals">>().toExtend<z.input<typeof rows.conversationDetailSchema>>()
    expectTypeOf<Documented<"Message">>().toExtend<z.input<typeof messageRowSchema>>()
    expectTypeOf<Documented<"Me">>().toExtend<z.input<typeof rows.meSchema>>()
    expectTypeOf<Documented<"Member">>().toExtend<z.input<typeof rows.memberSchema>>()
    expectTypeOf<Documented<"MyWorkspace">>().toExtend<z.input<typeof rows.workspaceSchema>>()
    expectTypeOf<Documented<"Invitation">>().toExtend<z.input<typeof rows.invitationSchema>>()
    expectTypeOf<Documented<"Department">>().toExtend<z.input<typeof rows.departmentSchema>>()
    expectTypeOf<Documented<"Skill">>().toExtend<z.input<typeof rows.skillSchema>>()
    expectTypeOf<Documented<"Memory">>().toExtend<z.input<typeof rows.memorySchema>>()
    expectTypeOf<Documented<"Rule">>().toExtend<z.input<typeof rows.ruleSchema>>()
    expectTypeOf<Documented<"UsageRow">>().toExtend<z.input<typeof rows.usageRowSchema>>()
    expectTypeOf<Documented<"ToolCall">>().toExtend<z.input<typeof rows.toolCallRowSchema>>()
    expectTypeOf<Documented<"NewInvitation">>().toExtend<z.input<typeof rows.newInvitationSchema>>()
  })

  it("know every kind of event that the document describes", () => {
    expectTypeOf<Documented<"Event">["type"]>().toExtend<ServerEvent["type"]>()
  })
})
