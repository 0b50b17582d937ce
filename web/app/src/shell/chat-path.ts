/** Where a chat lives: /chat, /chat/<agent>, /chat/<agent>/<conversation>. */
export function chatPath(agentId?: string | null, conversationId?: string | null): string {
  const parts = [agentId, conversationId].filter((part): part is string => typeof part === "string")
  return ["/chat", ...parts.map(encodeURIComponent)].join("/")
}

export function parseChatPath(pathname: string): { agentId: string | null; conversationId: string | null } {
  const [, root, agentId, conversationId] = pathname.split("/")
  if (root !== "chat") return { agentId: null, conversationId: null }
  return { agentId: agentId === undefined || agentId === "" ? null : decodeURIComponent(agentId), conversationId: conversationId === undefined || conversationId === "" ? null : decodeURIComponent(conversationId) }
}
