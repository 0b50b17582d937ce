"use client"
import { useClient } from "@switchboard/react"
import { useQuery } from "@tanstack/react-query"
import { Mail, X } from "lucide-react"
import { formatDate } from "@/lib/format"
import { useSave } from "@/lib/use-save"
import { useWorkspace } from "@/shell/workspace-context"
import { Button } from "@/ui/button"
import { Badge, Card, ErrorNote } from "@/ui/page"

export function invitationsKey(workspaceId: string): readonly string[] {
  return ["invitations", workspaceId]
}

/** Who was invited and has not come yet. */
export function Invitations() {
  const client = useClient()
  const { workspace } = useWorkspace()
  const key = invitationsKey(workspace.id)
  const invitations = useQuery({ queryKey: key, queryFn: () => client.workspaces.invitations(workspace.id) })
  const revoke = useSave((id: string) => client.workspaces.revokeInvitation(workspace.id, id), key, { done: "Withdrawn." })
  if (invitations.isError) return <ErrorNote error={invitations.error} onRetry={() => void invitations.refetch()} />
  if (!invitations.data || invitations.data.length === 0) return null
  return (
    <section aria-labelledby="invitations" className="mt-8">
      <h2 id="invitations" className="mb-3 font-semibold">
        Invited
      </h2>
      <Card>
        <ul>
          {invitations.data.map(({ id, email, role, expires_at }) => (
            <li key={id} className="flex items-center gap-4 border-b border-line p-4 last:border-0">
              <span className="flex size-10 shrink-0 items-center justify-center rounded-[30%] bg-sunken text-soft">
                <Mail size={17} aria-hidden />
              </span>
              <div className="min-w-0 flex-1">
                <p className="truncate font-medium">{email}</p>
                <p className="truncate text-sm text-soft">until {formatDate(expires_at)}</p>
              </div>
              <Badge tone={role === "member" ? "plain" : "accent"}>{role}</Badge>
              <Button kind="ghost" size="icon" aria-label={`Withdraw the invitation of ${email}`} disabled={revoke.isPending} onClick={() => revoke.mutate(id)}>
                <X size={17} />
              </Button>
            </li>
          ))}
        </ul>
      </Card>
    </section>
  )
}
