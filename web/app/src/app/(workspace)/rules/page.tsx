import type { Metadata } from "next"
import { RulesPage } from "@/rules/rules-page"

export const metadata: Metadata = { title: "Rules" }

export default function Page() {
  return <RulesPage />
}
