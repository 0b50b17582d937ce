"use client"
import dynamic from "next/dynamic"

const RichMarkdown = dynamic(() => import("./rich-markdown").then((module) => module.RichMarkdown), { ssr: false })

/** An answer's text. Its renderer comes after the first paint; until then, and without it, the text stands as it is. */
export function Markdown({ text, isOpen }: { text: string; isOpen: boolean }) {
  return <RichMarkdown text={text} isOpen={isOpen} />
}
