"use client"
import { LogOut, Monitor, Moon, MoreHorizontal, Sun } from "lucide-react"
import { useState } from "react"
import { type AuthSettings, signOut } from "@/auth/browser-client"
import { cn } from "@/lib/cn"
import { Avatar } from "@/ui/avatar"
import { Menu, MenuItem, MenuLabel, MenuLine } from "@/ui/menu"
import { useWorkspace } from "./workspace-context"
import type { Theme } from "./workspace-shell"

const themes = [
  { theme: "system", label: "As the system", icon: Monitor },
  { theme: "light", label: "Light", icon: Sun },
  { theme: "dark", label: "Dark", icon: Moon },
] as const

export function UserMenu({ settings, initialTheme }: { settings: AuthSettings; initialTheme: Theme }) {
  const { me, workspace } = useWorkspace()
  const [theme, setTheme] = useState(initialTheme)
  const name = me.full_name ?? me.email ?? "You"
  const choose = (chosen: Theme): void => {
    setTheme(chosen)
    applyTheme(chosen)
  }
  return (
    <div className="border-t border-line p-2">
      <Menu
        align="start"
        trigger={
          <button type="button" className="flex w-full items-center gap-2.5 rounded-xl px-2 py-2 text-left hover:bg-sunken">
            <Avatar name={name} />
            <span className="min-w-0 flex-1">
              <span className="block truncate text-sm font-medium">{name}</span>
              <span className="block truncate text-xs text-soft">{workspace.role ?? "member"}</span>
            </span>
            <MoreHorizontal size={16} className="text-soft" aria-label="Account and theme" />
          </button>
        }
      >
        <MenuLabel>Theme</MenuLabel>
        {themes.map(({ theme: value, label, icon: Icon }) => (
          <MenuItem key={value} onSelect={() => choose(value)}>
            <Icon size={15} aria-hidden />
            <span className={cn(theme === value && "font-semibold")}>{label}</span>
          </MenuItem>
        ))}
        <MenuLine />
        <MenuItem onSelect={() => void signOut(settings)}>
          <LogOut size={15} aria-hidden /> Sign out
        </MenuItem>
      </Menu>
    </div>
  )
}

/** Kept in a cookie, so that the server draws the next page in it. */
function applyTheme(theme: Theme): void {
  document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax`
  document.documentElement.classList.remove("light", "dark")
  if (theme !== "system") document.documentElement.classList.add(theme)
}
