"use client"
import { useAgents } from "@switchboard/react"
import { BarChart3, BookOpen, Brain, ChevronsUpDown, type LucideIcon, ScrollText, ShieldCheck, SquarePen, Users, UsersRound, X } from "lucide-react"
import Link from "next/link"
import { usePathname } from "next/navigation"
import { useEffect } from "react"
import type { AuthSettings } from "@/auth/browser-client"
import { cn } from "@/lib/cn"
import { Avatar } from "@/ui/avatar"
import { Menu, MenuItem, MenuLabel } from "@/ui/menu"
import { chatPath, parseChatPath } from "./chat-path"
import { ConversationList } from "./conversation-list"
import { Logo } from "./logo"
import { UserMenu } from "./user-menu"
import { useWorkspace } from "./workspace-context"
import type { Theme } from "./workspace-shell"

const pages: { href: string; label: string; icon: LucideIcon }[] = [
  { href: "/agents", label: "Agents", icon: Users },
  { href: "/skills", label: "Skills", icon: BookOpen },
  { href: "/memories", label: "Memories", icon: Brain },
  { href: "/rules", label: "Rules", icon: ShieldCheck },
  { href: "/members", label: "Members", icon: UsersRound },
  { href: "/usage", label: "Usage", icon: BarChart3 },
  { href: "/audit", label: "Audit", icon: ScrollText },
]

/** Workspaces, agents, conversations and pages: beside the page where there is room, over it where there is not. */
export function Sidebar(props: { settings: AuthSettings; initialTheme: Theme; isOpen: boolean; onClose: () => void }) {
  const { isOpen, onClose } = props
  const pathname = usePathname()
  useEffect(() => onClose(), [pathname, onClose])
  useEffect(() => {
    if (!isOpen) return
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === "Escape") onClose()
    }
    window.addEventListener("keydown", onKey)
    return () => window.removeEventListener("keydown", onKey)
  }, [isOpen, onClose])
  return (
    <>
      {isOpen && <div className="fixed inset-0 z-30 bg-black/40 md:hidden" onClick={onClose} aria-hidden />}
      <nav
        aria-label="Workspace"
        className={cn(
          "fixed inset-y-0 left-0 z-40 flex w-72 max-w-[85vw] flex-col border-r border-line bg-canvas md:static md:z-auto md:visible md:translate-x-0",
          isOpen ? "appear visible shadow-2xl" : "invisible -translate-x-full md:shadow-none",
        )}
      >
        <div className="flex items-center gap-1 p-3">
          <WorkspaceMenu />
          <button type="button" aria-label="Close navigation" onClick={onClose} className="rounded-lg p-2 text-soft hover:bg-sunken md:hidden">
            <X size={18} />
          </button>
        </div>
        <AgentSection />
        <ul className="grid grid-cols-2 gap-0.5 border-t border-line p-2">
          {pages.map(({ href, label, icon: Icon }) => (
            <li key={href}>
              <Link
                href={href}
                prefetch={false}
                aria-current={pathname === href ? "page" : undefined}
                className={cn("flex items-center gap-2.5 rounded-lg px-2.5 py-1.5 text-sm transition-colors hover:bg-sunken", pathname === href ? "bg-sunken font-medium text-ink" : "text-soft")}
              >
                <Icon size={16} aria-hidden />
                {label}
              </Link>
            </li>
          ))}
        </ul>
        <UserMenu settings={props.settings} initialTheme={props.initialTheme} />
      </nav>
    </>
  )
}

function WorkspaceMenu() {
  const { me, workspace, switchTo } = useWorkspace()
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" className="flex min-w-0 flex-1 items-center gap-2.5 rounded-xl px-2 py-1.5 text-left hover:bg-sunken">
          <Logo className="size-7 shrink-0" />
          <span className="min-w-0 flex-1 truncate font-semibold">{workspace.name}</span>
          <ChevronsUpDown size={15} className="text-soft" aria-label="Switch workspace" />
        </button>
      }
    >
      <MenuLabel>Workspaces</MenuLabel>
      {me.workspaces.map(({ id, name }) => (
        <MenuItem key={id} onSelect={() => switchTo(id)}>
          <Avatar name={name} size="size-6" />
          <span className={cn("max-w-48 truncate", id === workspace.id && "font-semibold")}>{name}</span>
        </MenuItem>
      ))}
    </Menu>
  )
}

function AgentSection() {
  const { myAgents, isLoading } = useAgents()
  const pathname = usePathname()
  const { agentId, conversationId } = parseChatPath(pathname)
  const current = agentId ?? myAgents[0]?.localAgentId ?? null
  return (
    <>
      <div className="px-3 pb-2">
        <Link
          href={chatPath(current)}
          className="flex items-center gap-2.5 rounded-xl border border-line bg-surface px-3 py-2 text-sm font-medium shadow-sm transition-colors hover:bg-sunken"
        >
          <SquarePen size={16} className="text-accent" aria-hidden /> New chat
        </Link>
      </div>
      <div className="px-3">
        <h2 className="px-2 py-1 text-xs font-medium text-soft">Agents</h2>
        <ul className="max-h-44 space-y-0.5 overflow-y-auto">
          {myAgents.map((agent) => (
            <li key={agent.id}>
              <Link
                href={chatPath(agent.localAgentId)}
                aria-current={agent.localAgentId === current ? "true" : undefined}
                className={cn("flex items-center gap-2.5 rounded-lg px-2 py-1.5 text-sm hover:bg-sunken", agent.localAgentId === current && "bg-sunken font-medium")}
              >
                <Avatar name={agent.name} size="size-6" />
                <span className="truncate">{agent.name}</span>
              </Link>
            </li>
          ))}
        </ul>
        {!isLoading && myAgents.length === 0 && (
          <p className="px-2 py-1 text-sm text-soft">
            Nobody is hired yet. <Link href="/agents" className="text-accent underline underline-offset-2">Hire an agent</Link>
          </p>
        )}
      </div>
      <div className="min-h-0 flex-1">{current !== null && <ConversationList agentId={current} openId={conversationId} />}</div>
    </>
  )
}
