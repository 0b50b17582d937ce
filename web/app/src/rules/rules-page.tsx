"use client"
import type { Rule } from "@switchboard/client"
import { useAgents, useClient } from "@switchboard/react"
import { useQuery } from "@tanstack/react-query"
import { Pencil, Plus, ShieldCheck, Trash2 } from "lucide-react"
import { useState } from "react"
import { useForm, useWatch } from "react-hook-form"
import { useSave } from "@/lib/use-save"
import { Button } from "@/ui/button"
import { Confirm } from "@/ui/confirm"
import { Dialog } from "@/ui/dialog"
import { Field, Input, Select, Switch, Textarea } from "@/ui/field"
import { Badge, Card, EmptyState, ErrorNote, Page, Skeleton } from "@/ui/page"

const tones = { always: "good", never: "bad", when: "warn" } as const
const key = ["rules"]

/** What agents always do, never do, or do under a condition. The catalog's admins decide. */
export function RulesPage() {
  const client = useClient()
  const { agents } = useAgents()
  const rules = useQuery({ queryKey: key, queryFn: () => client.rules.list() })
  const [editing, setEditing] = useState<Rule | "new" | null>(null)
  const [deleting, setDeleting] = useState<Rule | null>(null)
  const change = useSave(({ id, is_enabled }: { id: string; is_enabled: boolean }) => client.rules.update(id, { is_enabled }), key)
  const remove = useSave((id: string) => client.rules.delete(id), key, { done: "Deleted." })
  const sorted = [...(rules.data ?? [])].sort((a, b) => a.priority - b.priority)
  return (
    <Page
      title="Rules"
      about="Lines that agents keep to, the lowest number first. Only admins of the catalog can change them."
      actions={
        <Button kind="primary" onClick={() => setEditing("new")}>
          <Plus size={17} aria-hidden /> New rule
        </Button>
      }
    >
      {rules.isPending && <Skeleton className="h-40" />}
      {rules.isError && <ErrorNote error={rules.error} onRetry={() => void rules.refetch()} />}
      {rules.data?.length === 0 && (
        <EmptyState icon={ShieldCheck} title="No rules yet">
          Rules go into every agent’s instructions.
        </EmptyState>
      )}
      <ul className="space-y-3">
        {sorted.map((rule) => (
          <li key={rule.id}>
            <Card className="flex flex-wrap items-center gap-x-4 gap-y-2 p-4">
              <span className="w-8 text-right text-sm text-soft tabular-nums" title="Priority">
                {rule.priority}
              </span>
              <div className="min-w-0 flex-1 basis-52">
                <p>
                  <Badge tone={tones[rule.rule_type]}>{rule.rule_type}</Badge> {rule.condition !== null && rule.condition !== "" && <span className="text-soft">{rule.condition}: </span>}
                  {rule.rule_content}
                </p>
                <p className="mt-0.5 text-sm text-soft">{agents.find((agent) => agent.id === rule.agent_id)?.name ?? "All agents"}</p>
              </div>
              <Switch label="" aria-label={`Rule in force: ${rule.rule_content}`} checked={rule.is_enabled} onChange={(event) => change.mutate({ id: rule.id, is_enabled: event.target.checked })} />
              <div className="flex">
                <Button kind="ghost" size="icon" aria-label={`Edit rule ${rule.rule_content}`} onClick={() => setEditing(rule)}>
                  <Pencil size={16} />
                </Button>
                <Button kind="ghost" size="icon" aria-label={`Delete rule ${rule.rule_content}`} onClick={() => setDeleting(rule)}>
                  <Trash2 size={16} />
                </Button>
              </div>
            </Card>
          </li>
        ))}
      </ul>
      {editing !== null && <RuleEditor rule={editing === "new" ? null : editing} onClose={() => setEditing(null)} />}
      {deleting && <Confirm title="Delete this rule?" detail={deleting.rule_content} action="Delete" onClose={() => setDeleting(null)} onConfirm={() => remove.mutate(deleting.id)} />}
    </Page>
  )
}

interface FormValues {
  agent_id: string
  rule_type: Rule["rule_type"]
  rule_content: string
  condition: string
  priority: number
  is_enabled: boolean
}

function RuleEditor({ rule, onClose }: { rule: Rule | null; onClose: () => void }) {
  const client = useClient()
  const { agents } = useAgents()
  const { register, handleSubmit, formState, control } = useForm<FormValues>({
    defaultValues: rule
      ? { ...rule, agent_id: rule.agent_id ?? "", condition: rule.condition ?? "" }
      : { agent_id: "", rule_type: "always", rule_content: "", condition: "", priority: 100, is_enabled: true },
  })
  const type = useWatch({ control, name: "rule_type" })
  const save = useSave(
    (values: FormValues) => {
      const body = { ...values, agent_id: values.agent_id === "" ? null : values.agent_id, condition: values.rule_type === "when" ? values.condition : null }
      return rule ? client.rules.update(rule.id, body) : client.rules.create(body)
    },
    key,
    { done: "Saved.", onSaved: onClose },
  )
  const { errors } = formState
  return (
    <Dialog title={rule ? "Edit rule" : "New rule"} onClose={onClose}>
      <form onSubmit={(event) => void handleSubmit((values) => save.mutate(values))(event)} className="space-y-4">
        <div className="grid gap-4 sm:grid-cols-[1fr_1fr_6rem]">
          <Field label="Kind">
            {(ids) => (
              <Select {...ids} {...register("rule_type")}>
                <option value="always">Always</option>
                <option value="never">Never</option>
                <option value="when">When …</option>
              </Select>
            )}
          </Field>
          <Field label="Agent">
            {(ids) => (
              <Select {...ids} {...register("agent_id")}>
                <option value="">All agents</option>
                {agents.map((agent) => (
                  <option key={agent.id} value={agent.id}>
                    {agent.name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="Priority">{(ids) => <Input {...ids} type="number" min={0} {...register("priority", { valueAsNumber: true })} />}</Field>
        </div>
        {type === "when" && (
          <Field label="When" error={errors.condition?.message}>
            {(ids) => <Input {...ids} placeholder="the user asks for a refund" {...register("condition", { required: "Say when" })} />}
          </Field>
        )}
        <Field label="Rule" error={errors.rule_content?.message}>
          {(ids) => <Textarea {...ids} rows={4} {...register("rule_content", { required: "A rule is needed" })} />}
        </Field>
        <div className="flex flex-wrap items-center justify-between gap-3">
          <Switch label="In force" {...register("is_enabled")} />
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
