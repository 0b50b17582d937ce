"use client"
import { Check, Copy, ImageOff } from "lucide-react"
import { type ComponentProps, useRef, useState } from "react"
import rehypeHighlight from "rehype-highlight"
import { type Components, defaultRehypePlugins, Streamdown } from "streamdown"

// Sanitised by Streamdown's own chain; code is coloured after that, so that nothing an answer says can add a class.
const rehypePlugins = [...Object.values(defaultRehypePlugins), [rehypeHighlight, { detect: false }]] as NonNullable<ComponentProps<typeof Streamdown>["rehypePlugins"]>

const components: Components = {
  a: ({ href, children }) => (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow" referrerPolicy="no-referrer">
      {children}
    </a>
  ),
  // An image's address can carry away what the answer knows: it is named, not loaded.
  img: ({ alt }) => (
    <span className="inline-flex items-center gap-1.5 rounded-md bg-sunken px-2 py-0.5 text-sm text-soft">
      <ImageOff size={14} aria-hidden /> Image{typeof alt === "string" && alt !== "" ? `: ${alt}` : ""}
    </span>
  ),
  table: ({ children }) => (
    <div className="table-frame" tabIndex={0} role="region" aria-label="Table">
      <table>{children}</table>
    </div>
  ),
  thead: ({ children }) => <thead>{children}</thead>,
  tbody: ({ children }) => <tbody>{children}</tbody>,
  tr: ({ children }) => <tr>{children}</tr>,
  th: ({ children, node }) => (
    <th scope="col" className={alignment(node)}>
      {children}
    </th>
  ),
  td: ({ children, node }) => <td className={alignment(node)}>{children}</td>,
  pre: ({ children }) => <CodeBlock>{children}</CodeBlock>,
  code: ({ className, children }) => <code className={className}>{children}</code>,
  h1: ({ children }) => <h3 className="text-[1.35em]">{children}</h3>,
  h2: ({ children }) => <h3 className="text-[1.2em]">{children}</h3>,
  h3: ({ children }) => <h4>{children}</h4>,
  h4: ({ children }) => <h5>{children}</h5>,
  h5: ({ children }) => <h6>{children}</h6>,
  ul: ({ children }) => <ul>{children}</ul>,
  ol: ({ children, start }) => <ol start={start}>{children}</ol>,
  li: ({ children }) => <li>{children}</li>,
  p: ({ children }) => <p>{children}</p>,
  strong: ({ children }) => <strong>{children}</strong>,
  blockquote: ({ children }) => <blockquote>{children}</blockquote>,
  hr: () => <hr />,
}

/** A column's alignment as a class: style attributes are what the content security policy forbids. */
function alignment(cell: { properties?: Record<string, unknown> } | undefined): string | undefined {
  const { align } = cell?.properties ?? {}
  return align === "right" ? "text-right!" : align === "center" ? "text-center!" : undefined
}

export function RichMarkdown({ text, isOpen }: { text: string; isOpen: boolean }) {
  return (
    <Streamdown mode={isOpen ? "streaming" : "static"} className="prose" components={components} rehypePlugins={rehypePlugins} controls={false}>
      {text}
    </Streamdown>
  )
}

function CodeBlock({ children }: { children: React.ReactNode }) {
  const ref = useRef<HTMLPreElement>(null)
  const [isCopied, setIsCopied] = useState(false)
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(ref.current?.textContent ?? "")
    setIsCopied(true)
    setTimeout(() => setIsCopied(false), 1_500)
  }
  return (
    <div className="group/code relative">
      <pre ref={ref} tabIndex={0} className="overflow-x-auto rounded-xl border border-line bg-sunken p-4 font-mono text-[0.84em] leading-relaxed">
        {children}
      </pre>
      <button
        type="button"
        aria-label={isCopied ? "Copied" : "Copy code"}
        onClick={() => void copy()}
        className="absolute top-2 right-2 rounded-md border border-line bg-surface p-1.5 text-soft opacity-0 transition-opacity group-hover/code:opacity-100 hover:text-ink focus-visible:opacity-100"
      >
        {isCopied ? <Check size={14} className="text-good" /> : <Copy size={14} />}
      </button>
    </div>
  )
}
