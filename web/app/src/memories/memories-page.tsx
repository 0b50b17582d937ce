"use client"
import { useAgents, useClient } from "@switchboard/react"
import { useQuery } from "@tanstack/react-query"
import { Brain, FileText, Plus, Trash2 } from "lucide-react"
import { useState } from "react"
import { useForm } from "react-hook-form"
import { cn } from "@/lib/cn"
import { useSave } from "@/lib/use-save"
import { useWorkspace } from "@/shell/workspace-context"
import { Button } from "@/ui/button"
import { Confirm } from "@/ui/confirm"
import { Field, Input, Select, Textarea } from "@/ui/field"
import { Card, EmptyState, ErrorNote, Page, Skeleton } from "@/ui/page"

/** The files in which an agent keeps what it should not forget. */
export function MemoriesPage() {
  const client = useClient()
  const { workspace } = useWorkspace()
  const { myAgents } = useAgents()
  const [chosen, setChosen] = useState<string | null>(null)
  const [open, setOpen] = useState<{ path: string | null } | null>(null)
  const agentId = chosen ?? myAgents[0]?.localAgentId ?? null
  const memories = useQuery({
    queryKey: ["memories", workspace.id, agentId],
    queryFn: () => client.memories.list(agentId ?? "", workspace.id),
    enabled: agentId !== null,
  })
  return (
    <Page
      isWide
      title="Memories"
      about="What an agent remembers from one conversation to the next. You may read, correct and delete it."
      actions={
        <>
          <Select
            aria-label="Agent"
            className="w-auto!"
            value={agentId ?? ""}
            onChange={(event) => {
              setChosen(event.target.value)
              setOpen(null)
            }}
          >
            {myAgents.map((agent) => (
              <option key={agent.id} value={agent.localAgentId ?? ""}>
                {agent.name}
              </option>
            ))}
          </Select>
          <Button kind="primary" disabled={agentId === null} onClick={() => setOpen({ path: null })}>
            <Plus size={17} aria-hidden /> New memory
          </Button>
        </>
      }
    >
      {memories.isError && <ErrorNote error={memories.error} onRetry={() => void memories.refetch()} />}
      {memories.isLoading && <Skeleton className="h-64" />}
      {memories.data?.length === 0 && open === null && (
        <EmptyState icon={Brain} title="Nothing remembered yet">
          Agents write here when they learn something worth keeping.
        </EmptyState>
      )}
      {agentId !== null && (memories.data?.length ?? 0) + (open === null ? 0 : 1) > 0 && (
        <div className="grid gap-4 md:grid-cols-[18rem_1fr]">
          <Card className="h-fit p-1.5">
            <ul>
              {memories.data?.map(({ path }) => (
                <li key={path}>
                  <button
                    type="button"
                    aria-current={open?.path === path}
                    onClick={() => setOpen({ path })}
                    className={cn("flex w-full items-center gap-2.5 rounded-lg px-3 py-2 text-left text-sm hover:bg-sunken", open?.path === path && "bg-tint font-medium hover:bg-tint!")}
                  >
                    <FileText size={15} className="shrink-0 text-soft" aria-hidden />
                    <span className="truncate">{path.replace(/^\/memories\//, "")}</span>
                  </button>
                </li>
              ))}
            </ul>
          </Card>
          {open === null ? (
            <p className="hidden place-self-center text-soft md:block">Choose a memory to read it.</p>
          ) : (
            <MemoryEditor key={`${agentId} ${open.path ?? ""}`} agentId={agentId} path={open.path} onOpen={(path) => setOpen(path === null ? null : { path })} />
          )}
        </div>
      )}
    </Page>
  )
}

function MemoryEditor({ agentId, path, onOpen }: { agentId: string; path: string | null; onOpen: (path: string | null) => void }) {
  const client = useClient()
  const { workspace } = useWorkspace()
  const memory = useQuery({
    queryKey: ["memory", workspace.id, agentId, path],
    queryFn: () => client.memories.read(agentId, workspace.id, path ?? ""),
    enabled: path !== null,
    staleTime: 0,
  })
  if (memory.isError) return <ErrorNote error={memory.error} onRetry={() => void memory.refetch()} />
  if (path !== null && !memory.data) return <Skeleton className="h-64" />
  return <MemoryForm agentId={agentId} path={path} content={memory.data?.content ?? ""} onOpen={onOpen} />
}

function MemoryForm({ agentId, path, content, onOpen }: { agentId: string; path: string | null; content: string; onOpen: (path: string | null) => void }) {
  const client = useClient()
  const { workspace } = useWorkspace()
  const [isDeleting, setIsDeleting] = useState(false)
  const key = ["memories", workspace.id, agentId]
  const { register, handleSubmit, formState } = useForm({ defaultValues: { path: path ?? "/memories/", content } })
  const save = useSave((values: { path: string; content: string }) => client.memories.write(agentId, workspace.id, values.path, values.content).then(() => onOpen(values.path)), key, { done: "Saved." })
  const remove = useSave(() => client.memories.delete(agentId, workspace.id, path ?? ""), key, { done: "Forgotten.", onSaved: () => onOpen(null) })
  return (
    <Card className="p-4 sm:p-5">
      <form onSubmit={(event) => void handleSubmit((values) => save.mutate(values))(event)} className="space-y-4">
        <Field label="Path" error={formState.errors.path?.message}>
          {(ids) => <Input {...ids} readOnly={path !== null} className="font-mono text-sm read-only:bg-sunken" {...register("path", { pattern: { value: /^\/memories\/[^/].*$/, message: "Begin with /memories/" } })} />}
        </Field>
        <Field label="Content" hint="Markdown">
          {(ids) => <Textarea {...ids} rows={14} className="font-mono text-sm" {...register("content")} />}
        </Field>
        <div className="flex justify-between gap-2">
          {path !== null ? (
            <Button kind="danger" onClick={() => setIsDeleting(true)}>
              <Trash2 size={16} aria-hidden /> Delete
            </Button>
          ) : (
            <span />
          )}
          <Button type="submit" kind="primary" disabled={save.isPending}>
            Save
          </Button>
        </div>
      </form>
      {isDeleting && <Confirm title="Forget this?" detail={`${path ?? ""} will be gone for good.`} action="Forget" onClose={() => setIsDeleting(false)} onConfirm={() => remove.mutate(undefined)} />}
    </Card>
  )
}
