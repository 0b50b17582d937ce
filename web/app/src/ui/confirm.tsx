"use client"
import { Button } from "./button"
import { Dialog } from "./dialog"

/** Asks before what cannot be undone. */
export function Confirm(props: { title: string; detail: string; action: string; onConfirm: () => void; onClose: () => void }) {
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <p className="text-soft">{props.detail}</p>
      <div className="mt-5 flex justify-end gap-2">
        <Button onClick={props.onClose}>Cancel</Button>
        <Button
          kind="danger"
          onClick={() => {
            props.onClose()
            props.onConfirm()
          }}
        >
          {props.action}
        </Button>
      </div>
    </Dialog>
  )
}
