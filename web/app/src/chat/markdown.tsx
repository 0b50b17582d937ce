"use client"
import { lazy, Suspense } from "react"

const RichMarkdown = lazy(() => import("./rich-markdown").then((module) => ({ default: module.RichMarkdown })))

/** An answer's text. Its renderer comes after the first paint; until then the text stands as it is. */
export function Markdown({ text, isOpen }: { text: string; isOpen: boolean }) {
  return (
    <Suspense fallback={<div className="prose whitespace-pre-wrap">{text}</div>}>
      <RichMarkdown text={text} isOpen={isOpen} />
    </Suspense>
  )
}
