"use client"
import { useClient } from "@switchboard/react"
import { useQueryClient } from "@tanstack/react-query"
import { Check, Copy } from "lucide-react"
import { useState } from "react"
import { useForm } from "react-hook-form"
import { useWorkspace } from "@/shell/workspace-context"
import { Button } from "@/ui/button"
import { Dialog } from "@/ui/dialog"
import { Field, Input, Select } from "@/ui/field"
import { messageOf, useToast } from "@/ui/toast"
import { invitationsKey } from "./invitations"

interface Values {
  email: string
  role: string
}

/** Invites somebody by address; the link that lets them in is shown once, for it is not kept. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const client = useClient()
  const { workspace } = useWorkspace()
  const queries = useQueryClient()
  const tell = useToast()
  const { register, handleSubmit, formState } = useForm<Values>({ defaultValues: { email: "", role: "member" } })
  const [invited, setInvited] = useState<{ email: string; link: string } | null>(null)
  const invite = async ({ email, role }: Values): Promise<void> => {
    try {
      const { token } = await client.workspaces.invite(workspace.id, email, role)
      setInvited({ email, link: `${window.location.origin}/invite?token=${encodeURIComponent(token)}` })
      await queries.invalidateQueries({ queryKey: invitationsKey(workspace.id) })
    } catch (error) {
      tell(messageOf(error), "error")
    }
  }
  if (invited) {
    return (
      <Dialog title="Invitation ready" onClose={onClose}>
        <p className="text-soft">Send this link to {invited.email}. Whoever opens it can come in, once, for seven days. It is not shown again.</p>
        <CopyLink link={invited.link} />
        <div className="mt-5 flex justify-end">
          <Button kind="primary" onClick={onClose}>
            Done
          </Button>
        </div>
      </Dialog>
    )
  }
  return (
    <Dialog title="Invite to the workspace" onClose={onClose}>
      <form onSubmit={(event) => void handleSubmit(invite)(event)} className="space-y-4">
        <Field label="E-mail" error={formState.errors.email?.message}>
          {(ids) => <Input {...ids} type="email" autoComplete="off" {...register("email", { required: "An address is needed", pattern: { value: /^\S+@\S+$/, message: "This is no address" } })} />}
        </Field>
        <Field label="Role" hint="Admins invite others and shape every agent.">
          {(ids) => (
            <Select {...ids} {...register("role")}>
              <option>member</option>
              <option>admin</option>
            </Select>
          )}
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" disabled={formState.isSubmitting}>
            Invite
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function CopyLink({ link }: { link: string }) {
  const [isCopied, setIsCopied] = useState(false)
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(link)
    setIsCopied(true)
  }
  return (
    <div className="mt-4 flex gap-2">
      <Input readOnly aria-label="Invitation link" value={link} className="font-mono text-sm" onFocus={(event) => event.target.select()} />
      <Button aria-label={isCopied ? "Copied" : "Copy link"} onClick={() => void copy()}>
        {isCopied ? <Check size={16} className="text-good" /> : <Copy size={16} />}
      </Button>
    </div>
  )
}
