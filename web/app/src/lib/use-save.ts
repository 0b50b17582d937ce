import { ApiError } from "@switchboard/client"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { messageOf, useToast } from "@/ui/toast"

/** One change to the server: what it made stale is read again, and a failure is told. */
export function useSave<Input>(save: (input: Input) => Promise<unknown>, stale: readonly unknown[], options: { done?: string; onSaved?: () => void } = {}) {
  const queries = useQueryClient()
  const tell = useToast()
  return useMutation({
    mutationFn: save,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: stale })
      if (options.done !== undefined) tell(options.done)
      options.onSaved?.()
    },
    onError: (error) => {
      const fields = error instanceof ApiError ? error.fields.map(({ field, message }) => `${field} ${message}`) : []
      tell([messageOf(error), ...fields].join(". "), "error")
    },
  })
}
