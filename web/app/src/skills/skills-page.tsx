"use client"
import type { Skill } from "@switchboard/client"
import { useClient } from "@switchboard/react"
import { useQuery } from "@tanstack/react-query"
import { BookOpen, Pencil, Plus, Trash2 } from "lucide-react"
import { useState } from "react"
import { useForm } from "react-hook-form"
import { useSave } from "@/lib/use-save"
import { useWorkspace } from "@/shell/workspace-context"
import { Button } from "@/ui/button"
import { Confirm } from "@/ui/confirm"
import { Dialog } from "@/ui/dialog"
import { Field, Input, Switch, Textarea } from "@/ui/field"
import { Badge, Card, EmptyState, ErrorNote, Page, Skeleton } from "@/ui/page"

/** Markdown instructions that agents follow where they fit. Admins write them, everyone may read them. */
export function SkillsPage() {
  const client = useClient()
  const { workspace, isAdmin } = useWorkspace()
  const key = ["skills", workspace.id]
  const skills = useQuery({ queryKey: key, queryFn: () => client.skills.list(workspace.id) })
  const [editing, setEditing] = useState<Skill | "new" | null>(null)
  const [deleting, setDeleting] = useState<Skill | null>(null)
  const remove = useSave((id: string) => client.skills.delete(id), key, { done: "Deleted." })
  return (
    <Page
      title="Skills"
      about="Instructions that agents take up when a request calls for them."
      actions={
        isAdmin && (
          <Button kind="primary" onClick={() => setEditing("new")}>
            <Plus size={17} aria-hidden /> New skill
          </Button>
        )
      }
    >
      {skills.isPending && <Skeleton className="h-40" />}
      {skills.isError && <ErrorNote error={skills.error} onRetry={() => void skills.refetch()} />}
      {skills.data?.length === 0 && (
        <EmptyState icon={BookOpen} title="No skills yet">
          A skill is a page of Markdown: when to use it, and what to do then.
        </EmptyState>
      )}
      <ul className="space-y-3">
        {skills.data?.map((skill) => (
          <li key={skill.id}>
            <Card className="flex items-start gap-4 p-4 sm:p-5">
              <span className="flex size-10 shrink-0 items-center justify-center rounded-xl bg-tint text-lg" aria-hidden>
                {skill.icon ?? "📋"}
              </span>
              <div className="min-w-0 flex-1">
                <h2 className="flex flex-wrap items-center gap-2 font-semibold">
                  {skill.display_name}
                  {!skill.is_active && <Badge>Off</Badge>}
                  {skill.is_system && <Badge tone="accent">Built in</Badge>}
                </h2>
                <p className="mt-0.5 text-soft">{skill.description}</p>
                <p className="mt-1 font-mono text-xs text-soft">{skill.name}</p>
              </div>
              {isAdmin && (
                <div className="flex gap-1">
                  <Button kind="ghost" size="icon" aria-label={`Edit ${skill.display_name}`} onClick={() => setEditing(skill)}>
                    <Pencil size={16} />
                  </Button>
                  {!skill.is_system && (
                    <Button kind="ghost" size="icon" aria-label={`Delete ${skill.display_name}`} onClick={() => setDeleting(skill)}>
                      <Trash2 size={16} />
                    </Button>
                  )}
                </div>
              )}
            </Card>
          </li>
        ))}
      </ul>
      {editing !== null && <SkillEditor skill={editing === "new" ? null : editing} onClose={() => setEditing(null)} />}
      {deleting && (
        <Confirm title={`Delete “${deleting.display_name}”?`} detail="Agents that use it will do without." action="Delete" onClose={() => setDeleting(null)} onConfirm={() => remove.mutate(deleting.id)} />
      )}
    </Page>
  )
}

interface FormValues {
  name: string
  display_name: string
  description: string
  icon: string
  content: string
  is_active: boolean
}

function SkillEditor({ skill, onClose }: { skill: Skill | null; onClose: () => void }) {
  const client = useClient()
  const { workspace } = useWorkspace()
  const { register, handleSubmit, formState } = useForm<FormValues>({
    defaultValues: skill ? { ...skill, icon: skill.icon ?? "" } : { name: "", display_name: "", description: "", icon: "📋", content: "", is_active: true },
  })
  const save = useSave((values: FormValues) => (skill ? client.skills.update(skill.id, values) : client.skills.create(workspace.id, values)), ["skills", workspace.id], { done: "Saved.", onSaved: onClose })
  const { errors } = formState
  return (
    <Dialog title={skill?.display_name ?? "New skill"} onClose={onClose} className="w-[min(44rem,calc(100vw-2rem))]!">
      <form onSubmit={(event) => void handleSubmit((values) => save.mutate(values))(event)} className="space-y-4">
        <div className="grid gap-4 sm:grid-cols-[5rem_1fr_1fr]">
          <Field label="Icon">{(ids) => <Input {...ids} className="text-center" maxLength={8} {...register("icon")} />}</Field>
          <Field label="Title" error={errors.display_name?.message}>
            {(ids) => <Input {...ids} {...register("display_name", { required: "A title is needed" })} />}
          </Field>
          <Field label="Name" error={errors.name?.message}>
            {(ids) => <Input {...ids} className="font-mono text-sm" {...register("name", { required: "A name is needed", pattern: { value: /^[a-z0-9][a-z0-9-]*$/, message: "Lower-case letters, digits and dashes" } })} />}
          </Field>
        </div>
        <Field label="When to use it" error={errors.description?.message}>
          {(ids) => <Input {...ids} {...register("description", { required: "Say when it fits" })} />}
        </Field>
        <Field label="Instructions" hint="Markdown" error={errors.content?.message}>
          {(ids) => <Textarea {...ids} rows={10} className="font-mono text-sm" {...register("content", { required: "Instructions are needed" })} />}
        </Field>
        <div className="flex flex-wrap items-center justify-between gap-3">
          <Switch label="On" {...register("is_active")} />
          <div className="flex gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" kind="primary" disabled={save.isPending}>
              Save
            </Button>
          </div>
        </div>
      </form>
    </Dialog>
  )
}
