import { type AgentMessage, humanize, type MessagePart } from "@switchboard/client"
import { memo } from "react"
import { Pressable, Text, useColorScheme, View } from "react-native"
import { type Colours, coloursOf } from "./theme.ts"

export const MessageView = memo(function MessageView({ message, onRetry }: { message: AgentMessage; onRetry: () => void }) {
  const colours = coloursOf(useColorScheme())
  if (message.role === "user") {
    return (
      <View style={{ alignSelf: "flex-end", maxWidth: "85%", backgroundColor: colours.tint, borderRadius: 18, padding: 12 }}>
        <Text style={{ color: colours.ink }}>{message.content}</Text>
        {message.state === "error" && <Retry colours={colours} onRetry={onRetry} />}
      </View>
    )
  }
  return (
    <View style={{ gap: 8 }}>
      {message.parts.map((part, index) => (
        <Part key={index} part={part} message={message} colours={colours} />
      ))}
      {message.parts.length === 0 && message.state === "streaming" && <Text style={{ color: colours.soft }}>Thinking…</Text>}
      {message.error && (
        <View>
          <Text accessibilityRole="alert" style={{ color: colours.bad }}>{message.error.message}</Text>
          {message.error.recoverable && <Retry colours={colours} onRetry={onRetry} />}
        </View>
      )}
    </View>
  )
})

const signs = { pending: "?", running: "…", completed: "✓", error: "✗" }

function Part({ part, message, colours }: { part: MessagePart; message: AgentMessage; colours: Colours }) {
  switch (part.type) {
    case "text":
      return <Text selectable style={{ color: colours.ink, lineHeight: 22 }}>{part.text}</Text>
    case "reasoning":
      return <Text numberOfLines={2} style={{ color: colours.soft, fontStyle: "italic" }}>{part.reasoning}</Text>
    case "tool-call":
      return (
        <View style={{ backgroundColor: colours.sunken, borderRadius: 10, padding: 10 }}>
          <Text style={{ color: colours.ink }}>
            {signs[part.state]} {message.tools?.[part.toolCallId]?.displayName ?? humanize(part.toolName)}
          </Text>
        </View>
      )
  }
}

function Retry({ colours, onRetry }: { colours: Colours; onRetry: () => void }) {
  return (
    <Pressable accessibilityRole="button" onPress={onRetry} style={{ minHeight: 44, justifyContent: "center" }}>
      <Text style={{ color: colours.accent, fontWeight: "600" }}>Try again</Text>
    </Pressable>
  )
}
