/**
 * One chat on one page: sends messages, follows the conversation, and folds what comes into a snapshot.
 *
 * Life: `open()` loads and follows until the function that it returns is called; it may be opened again. At any
 * time one reader brings events: the answer to the last POST, or the conversation's feed. The feed takes over
 * whenever the POST's stream breaks, and it alone can show several turns at once.
 */
import { Backoff, sleep } from "./backoff.ts"
import { activeRun, type ChatState, initialChatState } from "./chat-state.ts"
import type { ChatCallbacks, ChatSessionOptions, ChatSnapshot, ChatStatus, SendOptions } from "./chat-snapshot.ts"
import type { Decision } from "./client.ts"
import { defaultTimes, openEvents, SilentStreamError } from "./event-stream.ts"
import { type EventOf, isTerminal, type StreamEvent } from "./events.ts"
import { conversationEvents, conversationEventsPath, eventsSoFar, pollEvents, runEventsPath } from "./feed.ts"
import type { AgentMessage } from "./messages.ts"
import { ApiError } from "./problem.ts"
import { randomId } from "./random-id.ts"
import { type ChatAction, chatReducer } from "./reducer.ts"
import type { ConversationDetail } from "./rows.ts"
import { NetworkError } from "./transport.ts"

const neverMs = 2 ** 31 - 1

export class ChatSession {
  private readonly options: ChatSessionOptions
  private callbacks: ChatCallbacks
  private readonly listeners = new Set<() => void>()
  private snapshot: ChatSnapshot
  private life = new AbortController()
  private reader: AbortController | null = null
  /** POSTs whose run has not been heard of yet. */
  private sending = 0
  private stopRequested = false
  private readonly lostKeys = new Map<string, string>()

  constructor(options: ChatSessionOptions) {
    this.options = options
    this.callbacks = options
    const state = initialChatState({ conversationId: options.conversationId ?? null, messages: options.initialMessages ?? [] })
    this.snapshot = { state, status: "idle", error: null, connection: "live", isLoading: false, isStopping: false, hasOlder: false, pastCostUsd: 0 }
  }

  getSnapshot = (): ChatSnapshot => this.snapshot

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Replaces what the session calls back; a component's callbacks change with every render. */
  setCallbacks = (callbacks: ChatCallbacks): void => {
    this.callbacks = callbacks
  }

  /** Loads the conversation, if there is one, and follows it; call what it returns to stop. */
  open = (): (() => void) => {
    const life = (this.life = new AbortController())
    if (this.state.conversationId !== null) void this.load(life.signal)
    return () => {
      life.abort()
      this.reader?.abort()
      this.reader = null
    }
  }

  /** Back from the background, or online again: follows anew, where nothing is being read. */
  resume = (): void => {
    if (this.state.conversationId !== null && this.reader === null) this.follow()
  }

  /** To the background: frees the connection while no turn runs. */
  pause = (): void => {
    if (activeRun(this.state) !== null || this.sending > 0) return
    this.reader?.abort()
    this.reader = null
  }

  /** Sends a message and returns when its turn is accepted or refused. Refusals are reported, not thrown. */
  send = async (content: string, options: SendOptions = {}): Promise<void> => {
    const id = `local:${randomId()}`
    const message: AgentMessage = { id, role: "user", content, parts: [{ type: "text", text: content }], createdAt: new Date().toISOString(), state: "sending" }
    await this.submit(message, randomId(), options)
  }

  /** Sends the question of a failed answer, or a message that was not accepted, again. */
  retry = async (messageId: string): Promise<void> => {
    const { messages } = this.state
    const index = messages.findIndex((message) => message.id === messageId)
    const question = messages.slice(0, index + 1).findLast((message) => message.role === "user")
    if (!question) return
    const failed = messages.slice(index, index + 1).filter((message) => message.state === "error" || message.state === "cancelled")
    this.dispatch({ kind: "remove", messageIds: [question.id, ...failed.map((message) => message.id)] })
    const key = this.lostKeys.get(question.id) ?? randomId()
    const { role, content, parts } = question
    const again: AgentMessage = { id: `local:${randomId()}`, role, content, parts, createdAt: new Date().toISOString(), state: "sending" }
    await this.submit(again, key, {})
  }

  /** Ends every turn of this conversation, also one that has not said a word yet. */
  stop = (): void => {
    if (this.sending > 0) this.stopRequested = true
    const accepted = this.state.messages.flatMap((message) => (message.state === "sending" && message.runId !== undefined ? [message.runId] : []))
    const runs = new Set([...this.state.runs.map((run) => run.runId), ...accepted].reverse())
    if (runs.size === 0 && this.sending === 0) return
    this.update({ isStopping: true })
    for (const runId of runs) void this.cancel(runId)
  }

  /** Answers an approval. */
  resolve = async (approvalId: string, decision: Decision, extra: { message?: string; remember?: boolean } = {}): Promise<void> => {
    const approval = this.state.approvals[approvalId]
    if (!approval) return
    try {
      await this.options.client.runs.resolve(approval.runId, approvalId, { decision, ...extra })
    } catch (error) {
      // Answered elsewhere in the meantime: its event tells how.
      if (!(error instanceof ApiError && error.code === "already_resolved")) throw error
    }
  }

  loadOlder = async (): Promise<void> => {
    const { conversationId, messages } = this.state
    const before = messages.find((message) => message.serverId !== undefined)?.serverId
    if (conversationId === null || before === undefined) return
    const limit = this.pageSize
    const older = await this.options.client.conversations.messages(conversationId, { before, limit, signal: this.life.signal })
    this.dispatch({ kind: "older", messages: older })
    this.update({ hasOlder: older.length === limit })
  }

  /** Empties the page and leaves the conversation: the next message begins a new one. */
  clear = (): void => {
    this.reader?.abort()
    this.reader = null
    this.dispatch({ kind: "clear" })
    this.update({ status: "idle", error: null, hasOlder: false, isStopping: false, pastCostUsd: 0 })
  }

  setMessages = (messages: readonly AgentMessage[]): void => this.dispatch({ kind: "replace", messages })

  private get state(): ChatState {
    return this.snapshot.state
  }

  private get pageSize(): number {
    return this.options.pageSize ?? 50
  }

  private async load(signal: AbortSignal): Promise<void> {
    const { conversations } = this.options.client
    const { conversationId } = this.state
    if (conversationId === null) return
    this.update({ isLoading: true })
    try {
      // The log's position first, the messages after it: a turn that ends in between is then told twice, not never.
      const detail = await conversations.get(conversationId, signal)
      await this.loadMessages(signal)
      this.update({ pastCostUsd: detail.total_cost_usd - costOf(this.state.messages) })
      const past = await this.readPast(conversationId, detail, signal)
      this.dispatch({ kind: "catch_up", events: past.events })
      this.dispatch({ kind: "cursor", cursor: past.next })
      if (this.state.foreignRuns.length > 0) await this.loadMessages(signal)
      this.update({ isLoading: false, error: null, status: quietStatus(this.state) })
      this.follow()
    } catch (error) {
      if (signal.aborted) return
      this.update({ isLoading: false })
      this.fail(error)
    }
  }

  /** What the messages do not tell: all since the turn under way began, or, of a server that does not say where, the whole log. */
  private async readPast(conversationId: string, detail: ConversationDetail, signal: AbortSignal): Promise<{ events: StreamEvent[]; next: number }> {
    const { http } = this.options.client
    let after = detail.last_seq ?? null
    if (typeof detail.active_run_id === "string") {
      const { events } = await pollEvents(http, { path: runEventsPath(detail.active_run_id), after: null, wait: 0, signal })
      after = events[0] ? events[0].seq - 1 : null
    }
    const past = await eventsSoFar(http, { path: conversationEventsPath(conversationId), after, signal })
    this.dispatch({ kind: "cursor", cursor: (past.events[0]?.seq ?? past.next + 1) - 1 })
    return past
  }

  private async loadMessages(signal: AbortSignal): Promise<void> {
    const { conversationId } = this.state
    if (conversationId === null) return
    const messages = await this.options.client.conversations.messages(conversationId, { limit: this.pageSize, signal })
    const isFirst = !this.state.messages.some((message) => message.serverId !== undefined)
    this.dispatch({ kind: "loaded", messages })
    if (isFirst) this.update({ hasOlder: messages.length === this.pageSize })
  }

  /** Posts in the background; resolves as soon as the run is accepted or refused. */
  private submit(message: AgentMessage, key: string, options: SendOptions): Promise<void> {
    return new Promise((resolve) => {
      void this.post(message, key, options, resolve).finally(resolve)
    })
  }

  private async post(message: AgentMessage, key: string, { onBusy }: SendOptions, onAccepted: () => void): Promise<void> {
    const { client, agentId, workspaceId } = this.options
    const { signal } = this.life
    this.sending += 1
    this.stopRequested = false
    this.dispatch({ kind: "send", message }, { error: null })
    const backoff = new Backoff(this.options.backoff)
    try {
      if (client.http.mustPoll && this.state.conversationId === null) {
        const { id } = await client.conversations.create(agentId, workspaceId)
        this.dispatch({ kind: "conversation", conversationId: id })
        this.callbacks.onConversationCreated?.(id)
      }
      const { conversationId } = this.state
      const body = { message: message.content, agentId, workspaceId, ...(conversationId === null ? {} : { conversationId }), ...(onBusy ? { onBusy } : {}) }
      for (;;) {
        try {
          if (await this.readAnswer(message, body, key, signal, onAccepted)) return
          throw new NetworkError("The answer ended before its first event")
        } catch (error) {
          if (signal.aborted) return
          if (error instanceof SilentStreamError && error.held) {
            client.http.mustPoll = true
            continue
          }
          const mayRetry = error instanceof NetworkError || error instanceof SilentStreamError || (error instanceof ApiError && error.isTransient && error.code !== "quota_exceeded")
          if (!mayRetry || backoff.attempts + 1 >= (this.options.maxAttempts ?? 6)) throw error
          this.update({ connection: "reconnecting" })
          await sleep(backoff.next(error instanceof ApiError ? (error.retryAfterMs ?? 0) : 0), signal)
        }
      }
    } catch (error) {
      if (signal.aborted) return
      if (error instanceof NetworkError || error instanceof SilentStreamError) this.lostKeys.set(message.id, key)
      const failure = toError(error)
      const code = error instanceof ApiError ? error.code : "network"
      this.dispatch({ kind: "send_failed", messageId: message.id, error: { message: failure.message, code, recoverable: true } })
      this.fail(failure)
    } finally {
      this.sending -= 1
    }
  }

  /**
   * Posts once and reads the answer up to the run's end. True once the server has accepted the run: from then on
   * a break loses nothing, the feed goes on where the answer stopped.
   */
  private async readAnswer(message: AgentMessage, body: unknown, key: string, signal: AbortSignal, onAccepted: () => void): Promise<boolean> {
    const { http } = this.options.client
    const mustShare = http.mustPoll || this.state.runs.length > 0
    if (mustShare && this.state.conversationId !== null) this.follow()
    else this.replaceReader(null)
    const answer = new AbortController()
    const onAbort = (): void => answer.abort()
    signal.addEventListener("abort", onAbort, { once: true })
    const times = { ...defaultTimes, ...this.options.times, ...(http.mustPoll ? { firstByteMs: neverMs } : {}) }
    let isAccepted = false
    try {
      const stream = openEvents(http, "/api/agent-chat", {
        request: { method: "POST", body, headers: { "idempotency-key": key } },
        signal: answer.signal,
        times,
        onOpen: () => this.update({ connection: "live" }),
      })
      for await (const event of stream) {
        if (!isAccepted && event.type === "session") {
          isAccepted = true
          this.accept(message, event)
          onAccepted()
          if (mustShare || this.isGap(event)) break
          this.replaceReader(answer)
        }
        if (!isAccepted || this.reader !== answer || this.isGap(event)) break
        this.take(event)
        if (isTerminal(event)) break
      }
    } catch (error) {
      if (!isAccepted || signal.aborted) throw error
    } finally {
      signal.removeEventListener("abort", onAbort)
    }
    if (!isAccepted) return false
    if (this.reader === null || this.reader === answer) this.follow()
    return true
  }

  private accept(message: AgentMessage, event: EventOf<"session">): void {
    const isNew = this.state.conversationId === null
    this.dispatch({ kind: "accepted", messageId: message.id, event })
    if (isNew) this.callbacks.onConversationCreated?.(event.conversationId)
    if (this.stopRequested) void this.cancel(event.runId)
  }

  private isGap(event: StreamEvent): boolean {
    return event.seq > this.state.cursor + 1
  }

  /** Reads the conversation's feed from the cursor, in place of whatever is being read. */
  private follow(): void {
    const { conversationId } = this.state
    if (conversationId === null || this.life.signal.aborted) return
    const reader = new AbortController()
    this.replaceReader(reader)
    void this.readFeed(conversationId, reader)
  }

  private async readFeed(conversationId: string, reader: AbortController): Promise<void> {
    const { client, times, backoff } = this.options
    try {
      const feed = conversationEvents(client.http, {
        conversationId,
        after: this.state.cursor,
        signal: reader.signal,
        onConnection: (connection) => this.update({ connection }),
        ...(times ? { times } : {}),
        ...(backoff ? { backoff } : {}),
      })
      for await (const event of feed) {
        if (reader.signal.aborted) return
        this.take(event)
      }
    } catch (error) {
      if (reader.signal.aborted) return
      this.reader = null
      // The log is kept for some days: what is older is in the messages.
      if (error instanceof ApiError && error.code === "gone") void this.load(this.life.signal)
      else this.fail(error)
    }
  }

  private replaceReader(reader: AbortController | null): void {
    if (this.reader !== reader) this.reader?.abort()
    this.reader = reader
  }

  private take(event: StreamEvent): void {
    const failed = event.type === "error" && event.seq > this.state.cursor ? new ApiError({ status: 200, code: event.code ?? "error", message: event.message }) : null
    this.dispatch({ kind: "event", event }, failed ? { error: failed, status: "error" } : {})
    if (failed) this.callbacks.onError?.(failed)
    if (event.type === "session" && this.state.foreignRuns.length > 0) {
      this.loadMessages(this.life.signal).catch((error: unknown) => {
        if (!this.life.signal.aborted) this.callbacks.onError?.(toError(error))
      })
    }
  }

  /** Cancelling is idempotent, so a lost answer is asked for again. */
  private async cancel(runId: string): Promise<void> {
    const backoff = new Backoff(this.options.backoff)
    for (;;) {
      try {
        await this.options.client.runs.cancel(runId)
        return
      } catch (error) {
        const isLost = error instanceof NetworkError || (error instanceof ApiError && error.isTransient)
        if (this.life.signal.aborted) return
        if (!isLost || backoff.attempts >= 5) {
          this.update({ isStopping: false })
          return this.fail(error)
        }
        await sleep(backoff.next(), this.life.signal).catch(() => undefined)
      }
    }
  }

  private fail(error: unknown): void {
    const failure = toError(error)
    this.update({ status: "error", error: failure, connection: "live" })
    this.callbacks.onError?.(failure)
  }

  /** Folds an action in and shows the outcome at once, its status with it. A failure stays until the next attempt. */
  private dispatch(action: ChatAction, change: Partial<ChatSnapshot> = {}): void {
    const state = chatReducer(this.state, action)
    if (state === this.state && Object.keys(change).length === 0) return
    const stays = this.snapshot.status === "error" && change.error === undefined && state.runs.length === 0
    const status = stays ? "error" : quietStatus(state)
    const isStopping = this.snapshot.isStopping && (status === "streaming" || status === "connecting")
    this.update({ status, isStopping, ...change, state })
  }

  private update(change: Partial<ChatSnapshot>): void {
    this.snapshot = { ...this.snapshot, ...change }
    for (const listener of this.listeners) listener()
  }
}

/** What the turns that this page saw to their end cost. */
function costOf(messages: readonly AgentMessage[]): number {
  return messages.reduce((sum, message) => sum + (message.usage?.costUsd ?? 0), 0)
}

function quietStatus(state: ChatState): ChatStatus {
  if (activeRun(state) !== null) return "streaming"
  return state.messages.some((message) => message.state === "sending") ? "connecting" : "idle"
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
