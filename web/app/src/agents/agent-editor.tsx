"use client"
import type { LocalAgent } from "@switchboard/client"
import { useAgents, useClient } from "@switchboard/react"
import { useQuery } from "@tanstack/react-query"
import { useForm } from "react-hook-form"
import { useSave } from "@/lib/use-save"
import { Button } from "@/ui/button"
import { Dialog } from "@/ui/dialog"
import { Field, Input, Select, Switch, Textarea } from "@/ui/field"
import { ErrorNote, Skeleton } from "@/ui/page"

/** How a hired agent works here: its name, prompt, model and tools, and its skills. */
export function AgentEditor({ localAgentId, onClose }: { localAgentId: string; onClose: () => void }) {
  const client = useClient()
  const agent = useQuery({ queryKey: ["local-agent", localAgentId], queryFn: () => client.agents.get(localAgentId) })
  return (
    <Dialog title={agent.data?.name ?? "Agent"} onClose={onClose} className="w-[min(44rem,calc(100vw-2rem))]!">
      {agent.isPending && <Skeleton className="h-72" />}
      {agent.isError && <ErrorNote error={agent.error} onRetry={() => void agent.refetch()} />}
      {agent.data && (
        <div className="space-y-8">
          <AgentForm agent={agent.data} onClose={onClose} />
          <SkillAssignments localAgentId={localAgentId} />
        </div>
      )}
    </Dialog>
  )
}

interface FormValues {
  name: string
  model: string
  system_prompt: string
  tools: string
  is_active: boolean
}

function AgentForm({ agent, onClose }: { agent: LocalAgent; onClose: () => void }) {
  const client = useClient()
  const { fetchAgents } = useAgents()
  const { register, handleSubmit, formState } = useForm<FormValues>({ defaultValues: { ...agent, tools: agent.tools.join("\n") } })
  const save = useSave(
    (values: FormValues) => client.agents.update(agent.id, { ...values, tools: values.tools.split(/[\s,]+/).filter((tool) => tool !== "") }),
    ["local-agent", agent.id],
    {
      done: "Saved.",
      onSaved: () => {
        void fetchAgents()
        onClose()
      },
    },
  )
  const { errors } = formState
  return (
    <form onSubmit={(event) => void handleSubmit((values) => save.mutate(values))(event)} className="space-y-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Name" error={errors.name?.message}>
          {(ids) => <Input {...ids} {...register("name", { required: "A name is needed", maxLength: { value: 100, message: "At most 100 characters" } })} />}
        </Field>
        <Field label="Model" hint="A family follows the server's current choice.">
          {(ids) => (
            <Select {...ids} {...register("model")}>
              {[...new Set(["sonnet", "opus", "haiku", agent.model])].map((model) => (
                <option key={model}>{model}</option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <Field label="System prompt" error={errors.system_prompt?.message}>
        {(ids) => <Textarea {...ids} rows={8} className="font-mono text-sm" {...register("system_prompt", { required: "A prompt is needed" })} />}
      </Field>
      <Field label="Tools" hint="One a line; the agent can call no others.">
        {(ids) => <Textarea {...ids} rows={4} className="font-mono text-sm" {...register("tools")} />}
      </Field>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Switch label="Active" {...register("is_active")} />
        <div className="flex gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" disabled={save.isPending}>
            {save.isPending ? "Saving…" : "Save"}
          </Button>
        </div>
      </div>
    </form>
  )
}

function SkillAssignments({ localAgentId }: { localAgentId: string }) {
  const client = useClient()
  const { workspaceId } = useAgents()
  const key = ["local-agent-skills", localAgentId]
  const all = useQuery({ queryKey: ["skills", workspaceId], queryFn: () => client.skills.list(workspaceId) })
  const assigned = useQuery({ queryKey: key, queryFn: () => client.agents.skills(localAgentId) })
  const change = useSave(
    ({ skillId, isOn }: { skillId: string; isOn: boolean }) => (isOn ? client.agents.assignSkill(localAgentId, skillId) : client.agents.unassignSkill(localAgentId, skillId)),
    key,
  )
  if (!all.data || !assigned.data || all.data.length === 0) return null
  const has = new Set(assigned.data.map((skill) => skill.id))
  return (
    <fieldset className="border-t border-line pt-5">
      <legend className="sr-only">Skills</legend>
      <h3 className="mb-3 font-semibold">Skills</h3>
      <ul className="space-y-3">
        {all.data.map((skill) => (
          <li key={skill.id} className="flex items-start justify-between gap-4">
            <div className="min-w-0">
              <p className="font-medium">
                {skill.icon} {skill.display_name}
              </p>
              <p className="text-sm text-soft">{skill.description}</p>
            </div>
            <Switch label="" aria-label={`Use ${skill.display_name}`} checked={has.has(skill.id)} disabled={change.isPending} onChange={(event) => change.mutate({ skillId: skill.id, isOn: event.target.checked })} />
          </li>
        ))}
      </ul>
    </fieldset>
  )
}
