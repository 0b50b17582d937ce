"use client"
import type { Member } from "@switchboard/client"
import { useClient } from "@switchboard/react"
import { useQuery } from "@tanstack/react-query"
import { UserPlus, X } from "lucide-react"
import { useState } from "react"
import { formatDate } from "@/lib/format"
import { useSave } from "@/lib/use-save"
import { useWorkspace } from "@/shell/workspace-context"
import { Avatar } from "@/ui/avatar"
import { Button } from "@/ui/button"
import { Confirm } from "@/ui/confirm"
import { Select } from "@/ui/field"
import { Badge, Card, ErrorNote, Page, Skeleton } from "@/ui/page"
import { Invitations } from "./invitations"
import { InviteDialog } from "./invite-dialog"

const roles = ["member", "admin", "owner"]

/** Who belongs to the workspace, and as what. */
export function MembersPage() {
  const client = useClient()
  const { workspace, isAdmin, me } = useWorkspace()
  const key = ["members", workspace.id]
  const members = useQuery({ queryKey: key, queryFn: () => client.workspaces.members(workspace.id) })
  const [isInviting, setIsInviting] = useState(false)
  const [leaving, setLeaving] = useState<Member | null>(null)
  const changeRole = useSave(({ userId, role }: { userId: string; role: string }) => client.workspaces.changeRole(workspace.id, userId, role), key, { done: "Role changed." })
  const remove = useSave((userId: string) => client.workspaces.remove(workspace.id, userId), key, { done: "Removed." })
  return (
    <Page
      title="Members"
      about={`Who can use ${workspace.name}.`}
      actions={
        isAdmin && (
          <Button kind="primary" onClick={() => setIsInviting(true)}>
            <UserPlus size={17} aria-hidden /> Invite
          </Button>
        )
      }
    >
      {members.isPending && <Skeleton className="h-40" />}
      {members.isError && <ErrorNote error={members.error} onRetry={() => void members.refetch()} />}
      {members.data && (
        <Card>
          <ul>
            {members.data.map((member) => {
              const name = member.full_name ?? member.email ?? "Somebody"
              const isMe = member.user_id === me.id
              return (
                <li key={member.user_id} className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line p-4 last:border-0">
                  <Avatar name={name} size="size-10" />
                  <div className="min-w-0 flex-1 basis-40">
                    <p className="truncate font-medium">
                      {name} {isMe && <Badge>You</Badge>}
                    </p>
                    <p className="truncate text-sm text-soft">
                      {member.email}
                      {member.created_at !== null && ` · since ${formatDate(member.created_at)}`}
                    </p>
                  </div>
                  {isAdmin && !isMe ? (
                    <>
                      <Select aria-label={`Role of ${name}`} className="w-auto!" value={member.role} onChange={(event) => changeRole.mutate({ userId: member.user_id, role: event.target.value })}>
                        {[...new Set([...roles, member.role])].map((role) => (
                          <option key={role}>{role}</option>
                        ))}
                      </Select>
                      <Button kind="ghost" size="icon" aria-label={`Remove ${name}`} onClick={() => setLeaving(member)}>
                        <X size={17} />
                      </Button>
                    </>
                  ) : (
                    <Badge tone={member.role === "member" ? "plain" : "accent"}>{member.role}</Badge>
                  )}
                </li>
              )
            })}
          </ul>
        </Card>
      )}
      {isAdmin && <Invitations />}
      {isInviting && <InviteDialog onClose={() => setIsInviting(false)} />}
      {leaving && (
        <Confirm
          title={`Remove ${leaving.full_name ?? leaving.email ?? "this member"}?`}
          detail="They lose access at once, also in streams that are open."
          action="Remove"
          onClose={() => setLeaving(null)}
          onConfirm={() => remove.mutate(leaving.user_id)}
        />
      )}
    </Page>
  )
}
