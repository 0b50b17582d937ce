import type { Metadata } from "next"
import { SkillsPage } from "@/skills/skills-page"

export const metadata: Metadata = { title: "Skills" }

export default function Page() {
  return <SkillsPage />
}
