import type { Approval, Decision } from "@switchboard/client"
import { Pressable, Text, useColorScheme, View } from "react-native"
import { coloursOf } from "./theme.ts"

const answers: { label: string; decision: Decision; remember: boolean }[] = [
  { label: "Allow once", decision: "allow", remember: false },
  { label: "Always allow", decision: "allow", remember: true },
  { label: "Deny", decision: "deny", remember: false },
]

export function ApprovalCard({ approval, onAnswer }: { approval: Approval; onAnswer: (decision: Decision, remember: boolean) => void }) {
  const colours = coloursOf(useColorScheme())
  return (
    <View style={{ backgroundColor: colours.warnTint, borderRadius: 16, padding: 14, gap: 8 }}>
      <Text style={{ fontWeight: "600", color: colours.ink }}>Allow “{approval.displayName}”?</Text>
      <Text style={{ color: colours.soft }}>{approval.reason ?? "The agent wants to use this tool."}</Text>
      <Text style={{ fontFamily: "Courier", fontSize: 12, color: colours.ink }}>{JSON.stringify(approval.args, null, 2)}</Text>
      <View style={{ flexDirection: "row", flexWrap: "wrap", gap: 8 }}>
        {answers.map(({ label, decision, remember }) => (
          <Pressable key={label} accessibilityRole="button" onPress={() => onAnswer(decision, remember)} style={{ minHeight: 44, justifyContent: "center", paddingHorizontal: 14, borderRadius: 10, backgroundColor: colours.surface }}>
            <Text style={{ color: decision === "deny" ? colours.bad : colours.accent, fontWeight: "600" }}>{label}</Text>
          </Pressable>
        ))}
      </View>
    </View>
  )
}
