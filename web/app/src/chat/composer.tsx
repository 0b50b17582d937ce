"use client"
import { ArrowUp, Square } from "lucide-react"
import { type KeyboardEvent, useEffect, useRef, useState } from "react"
import { cn } from "@/lib/cn"

/** Where messages are written: Enter sends, Shift and Enter breaks the line, Escape stops the agent. */
export function Composer(props: {
  agentName: string
  isStreaming: boolean
  isStopping: boolean
  queuePosition: number | null
  onSend: (text: string) => void
  onStop: () => void
}) {
  const [text, setText] = useState("")
  const ref = useRef<HTMLTextAreaElement>(null)
  const canSend = text.trim() !== "" && text.length <= 100_000
  useEffect(() => {
    if (window.matchMedia("(hover: hover)").matches) ref.current?.focus()
  }, [])

  const send = (): void => {
    if (!canSend) return
    props.onSend(text.trim())
    setText("")
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }
  return (
    <div className="shrink-0 px-3 pb-3 sm:px-6 sm:pb-5">
      <form
        className="mx-auto max-w-3xl rounded-3xl border border-strong-line/50 bg-surface p-2 shadow-[0_4px_24px_-8px_rgb(0_0_0/0.12)] transition-shadow focus-within:border-accent focus-within:shadow-[0_4px_28px_-6px_rgb(0_0_0/0.2)]"
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <textarea
          ref={ref}
          rows={1}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          aria-label={`Message ${props.agentName}`}
          placeholder={`Message ${props.agentName}…`}
          className="field-sizing-content block max-h-56 min-h-10 w-full resize-none bg-transparent px-3 py-2 leading-relaxed outline-none placeholder:text-soft"
        />
        <div className="flex items-center justify-between gap-3 pl-3">
          <p className={cn("truncate text-xs text-soft", props.queuePosition === null && "[@media(hover:none)]:invisible")}>
            {props.queuePosition !== null
              ? `Waiting in line, place ${props.queuePosition}`
              : props.isStreaming
                ? text === ""
                  ? "Esc stops"
                  : "Enter sends it next"
                : "Enter sends, Shift + Enter breaks the line"}
          </p>
          <div className="flex gap-1.5">
            {props.isStreaming && (
              <RoundButton label={props.isStopping ? "Stopping" : "Stop"} onClick={props.onStop} disabled={props.isStopping} className="bg-ink text-canvas">
                <Square size={13} fill="currentColor" className={cn(props.isStopping && "breathe")} />
              </RoundButton>
            )}
            {(!props.isStreaming || text !== "") && (
              <RoundButton label="Send" type="submit" disabled={!canSend} className="bg-accent text-on-accent">
                <ArrowUp size={19} strokeWidth={2.4} />
              </RoundButton>
            )}
          </div>
        </div>
      </form>
    </div>
  )
}

function RoundButton({ label, className, type = "button", ...rest }: React.ComponentProps<"button"> & { label: string }) {
  return (
    <button
      type={type}
      aria-label={label}
      title={label}
      className={cn("flex size-9 items-center justify-center rounded-full transition-opacity hover:opacity-90 disabled:cursor-not-allowed disabled:bg-sunken disabled:text-soft", className)}
      {...rest}
    />
  )
}
