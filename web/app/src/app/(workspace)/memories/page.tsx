import type { Metadata } from "next"
import { MemoriesPage } from "@/memories/memories-page"

export const metadata: Metadata = { title: "Memories" }

export default function Page() {
  return <MemoriesPage />
}
