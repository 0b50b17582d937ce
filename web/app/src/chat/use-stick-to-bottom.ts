import { type RefObject, useCallback, useEffect, useRef, useState } from "react"

interface StickToBottom {
  scrollRef: RefObject<HTMLDivElement | null>
  contentRef: RefObject<HTMLDivElement | null>
  isAtBottom: boolean
  scrollToBottom: (behavior: ScrollBehavior) => void
}

const slackPx = 80

/** Keeps the newest words in view while they come, unless the reader has scrolled up to read. */
export function useStickToBottom(key: string | null): StickToBottom {
  const scrollRef = useRef<HTMLDivElement>(null)
  const contentRef = useRef<HTMLDivElement>(null)
  const isStuck = useRef(true)
  const [isAtBottom, setIsAtBottom] = useState(true)

  const scrollToBottom = useCallback((behavior: ScrollBehavior) => {
    isStuck.current = true
    setIsAtBottom(true)
    scrollRef.current?.scrollTo({ top: scrollRef.current.scrollHeight, behavior })
  }, [])

  useEffect(() => {
    const [scroller, content] = [scrollRef.current, contentRef.current]
    if (!scroller || !content) return
    let lastTop = scroller.scrollTop
    const onScroll = (): void => {
      const isNear = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < slackPx
      // Growing content moves the bottom away; only a scroll upwards lets go of it.
      if (isNear) isStuck.current = true
      else if (scroller.scrollTop < lastTop) isStuck.current = false
      lastTop = scroller.scrollTop
      setIsAtBottom(isNear || isStuck.current)
    }
    const observer = new ResizeObserver(() => {
      if (isStuck.current) scroller.scrollTop = scroller.scrollHeight
    })
    observer.observe(content)
    observer.observe(scroller)
    scroller.addEventListener("scroll", onScroll, { passive: true })
    return () => {
      observer.disconnect()
      scroller.removeEventListener("scroll", onScroll)
    }
  }, [])

  // Another conversation opens at its end; the scroll event tells the rest.
  useEffect(() => {
    isStuck.current = true
    scrollRef.current?.scrollTo({ top: scrollRef.current.scrollHeight })
  }, [key])
  return { scrollRef, contentRef, isAtBottom, scrollToBottom }
}
