"use client"
import type { Conversation } from "@switchboard/client"
import { useClient } from "@switchboard/react"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { MoreHorizontal, Pencil, Search, Trash2 } from "lucide-react"
import Link from "next/link"
import { useRouter } from "next/navigation"
import { type SubmitEvent, useEffect, useRef, useState } from "react"
import { cn } from "@/lib/cn"
import { textOf } from "@/lib/form-text"
import { dayGroup } from "@/lib/format"
import { Button } from "@/ui/button"
import { Dialog } from "@/ui/dialog"
import { Field, Input } from "@/ui/field"
import { Menu, MenuItem } from "@/ui/menu"
import { Skeleton } from "@/ui/page"
import { messageOf, useToast } from "@/ui/toast"
import { chatPath } from "./chat-path"
import { useWorkspace } from "./workspace-context"

export function conversationsKey(agentId: string): readonly string[] {
  return ["conversations", agentId]
}

/** An agent's conversations by day, with search, rename and delete. Ctrl or ⌘ and K goes to the search. */
export function ConversationList({ agentId, openId }: { agentId: string; openId: string | null }) {
  const client = useClient()
  const { workspace } = useWorkspace()
  const [search, setSearch] = useState("")
  const [renaming, setRenaming] = useState<Conversation | null>(null)
  const [deleting, setDeleting] = useState<Conversation | null>(null)
  const searchRef = useRef<HTMLInputElement>(null)
  const list = useQuery({ queryKey: conversationsKey(agentId), queryFn: () => client.conversations.list(agentId, workspace.id) })
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== "k" || !(event.metaKey || event.ctrlKey)) return
      event.preventDefault()
      searchRef.current?.focus()
    }
    window.addEventListener("keydown", onKey)
    return () => window.removeEventListener("keydown", onKey)
  }, [])

  const words = search.toLowerCase().trim()
  const found = (list.data ?? []).filter((conversation) => titleOf(conversation).toLowerCase().includes(words))
  const groups = new Map<string, Conversation[]>()
  for (const conversation of found) {
    const day = dayGroup(conversation.updated_at)
    groups.set(day, [...(groups.get(day) ?? []), conversation])
  }
  return (
    <section aria-label="Conversations" className="flex h-full flex-col pt-3">
      <div className="relative px-3">
        <Search size={15} className="pointer-events-none absolute top-1/2 left-5.5 -translate-y-1/2 text-soft" aria-hidden />
        <input
          ref={searchRef}
          type="search"
          aria-label="Search conversations"
          placeholder="Search conversations"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="h-9 w-full rounded-lg bg-sunken pr-3 pl-8.5 text-sm placeholder:text-soft"
        />
      </div>
      <div className="mt-2 min-h-0 flex-1 overflow-y-auto px-3 pb-3">
        {list.isPending && <Skeleton className="h-24" />}
        {list.isError && <p className="px-2 py-1 text-sm text-bad">{list.error.message}</p>}
        {list.isSuccess && found.length === 0 && <p className="px-2 py-1 text-sm text-soft">{words === "" ? "No conversations yet." : "Nothing found."}</p>}
        {[...groups].map(([group, conversations]) => (
          <div key={group} className="mb-2">
            <h3 className="px-2 py-1 text-xs font-medium text-soft">{group}</h3>
            <ul className="space-y-0.5">
              {conversations.map((conversation) => (
                <li key={conversation.id} className={cn("group flex items-center rounded-lg hover:bg-sunken", conversation.id === openId && "bg-tint hover:bg-tint!")}>
                  <Link
                    href={chatPath(agentId, conversation.id)}
                    prefetch={false}
                    aria-current={conversation.id === openId ? "page" : undefined}
                    className="min-w-0 flex-1 truncate rounded-lg px-2 py-1.5 text-sm"
                  >
                    {titleOf(conversation)}
                  </Link>
                  <Menu
                    trigger={
                      <button type="button" aria-label={`More for ${titleOf(conversation)}`} className="rounded-md p-1.5 text-soft opacity-0 group-hover:opacity-100 hover:text-ink focus-visible:opacity-100 data-[state=open]:opacity-100 [@media(hover:none)]:opacity-100">
                        <MoreHorizontal size={15} />
                      </button>
                    }
                  >
                    <MenuItem onSelect={() => setRenaming(conversation)}>
                      <Pencil size={15} /> Rename
                    </MenuItem>
                    <MenuItem isDanger onSelect={() => setDeleting(conversation)}>
                      <Trash2 size={15} /> Delete
                    </MenuItem>
                  </Menu>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
      {renaming && <RenameDialog agentId={agentId} conversation={renaming} onClose={() => setRenaming(null)} />}
      {deleting && <DeleteDialog agentId={agentId} conversation={deleting} isOpen={deleting.id === openId} onClose={() => setDeleting(null)} />}
    </section>
  )
}

function titleOf(conversation: Conversation): string {
  return conversation.title === null || conversation.title === "" ? "New conversation" : conversation.title
}

function RenameDialog({ agentId, conversation, onClose }: { agentId: string; conversation: Conversation; onClose: () => void }) {
  const client = useClient()
  const queries = useQueryClient()
  const tell = useToast()
  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const title = textOf(new FormData(event.currentTarget), "title").trim()
    onClose()
    if (title === "" || title === conversation.title) return
    const key = conversationsKey(agentId)
    queries.setQueryData<Conversation[]>(key, (before) => before?.map((other) => (other.id === conversation.id ? { ...other, title } : other)))
    await client.conversations.rename(conversation.id, title).catch((error: unknown) => tell(messageOf(error), "error"))
    await queries.invalidateQueries({ queryKey: key })
  }
  return (
    <Dialog title="Rename conversation" onClose={onClose}>
      <form onSubmit={(event) => void submit(event)} className="space-y-4">
        <Field label="Title">{(ids) => <Input {...ids} name="title" defaultValue={conversation.title ?? ""} maxLength={200} autoFocus />}</Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary">
            Rename
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function DeleteDialog(props: { agentId: string; conversation: Conversation; isOpen: boolean; onClose: () => void }) {
  const { agentId, conversation, isOpen, onClose } = props
  const client = useClient()
  const queries = useQueryClient()
  const router = useRouter()
  const tell = useToast()
  const remove = async (): Promise<void> => {
    onClose()
    try {
      await client.conversations.delete(conversation.id)
      if (isOpen) router.push(chatPath(agentId))
    } catch (error) {
      tell(messageOf(error), "error")
    }
    await queries.invalidateQueries({ queryKey: conversationsKey(agentId) })
  }
  return (
    <Dialog title="Delete conversation?" onClose={onClose}>
      <p className="text-soft">“{titleOf(conversation)}” and everything said in it will be gone for good.</p>
      <div className="mt-5 flex justify-end gap-2">
        <Button onClick={onClose}>Keep it</Button>
        <Button kind="danger" onClick={() => void remove()}>
          Delete
        </Button>
      </div>
    </Dialog>
  )
}
