import type { Metadata, Viewport } from "next"
import { cookies } from "next/headers"
import type { ReactNode } from "react"
import { AuthRoot } from "@/auth/auth-root"
import { Toasts } from "@/ui/toast"
import "@fontsource-variable/inter/wght.css"
import "./globals.css"

export const metadata: Metadata = {
  title: { default: "Switchboard", template: "%s · Switchboard" },
  description: "Chat with your workspace's agents",
}
export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fbfaf8" },
    { media: "(prefers-color-scheme: dark)", color: "#141316" },
  ],
}

/** The chosen theme is a cookie, so that the first paint has it without a script. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = (await cookies()).get("theme")?.value
  return (
    <html lang="en" className={theme === "dark" || theme === "light" ? theme : undefined}>
      <body>
        <AuthRoot>
          <Toasts>{children}</Toasts>
        </AuthRoot>
      </body>
    </html>
  )
}
