import { useAgentChat, useAgents } from "@switchboard/react"
import { useState } from "react"
import { FlatList, KeyboardAvoidingView, Platform, Pressable, Text, TextInput, useColorScheme, View } from "react-native"
import { ApprovalCard } from "./approval-card.tsx"
import { MessageView } from "./message-view.tsx"
import { coloursOf } from "./theme.ts"

export function ChatScreen({ workspaceId }: { workspaceId: string }) {
  const { myAgents, isLoading } = useAgents()
  const agent = myAgents[0]
  if (agent?.localAgentId == null) return <Text style={{ padding: 24 }}>{isLoading ? "Loading…" : "Nobody is hired in this workspace yet."}</Text>
  return <Chat workspaceId={workspaceId} agentId={agent.localAgentId} name={agent.name} />
}

function Chat({ workspaceId, agentId, name }: { workspaceId: string; agentId: string; name: string }) {
  const colours = coloursOf(useColorScheme())
  const [text, setText] = useState("")
  const chat = useAgentChat({ agentId, workspaceId })
  const send = (): void => {
    const content = text.trim()
    if (content === "") return
    setText("")
    void chat.sendMessage(content, chat.isStreaming ? { onBusy: "queue" } : {})
  }
  return (
    <KeyboardAvoidingView style={{ flex: 1 }} behavior={Platform.OS === "ios" ? "padding" : "height"}>
      <View style={{ padding: 14, borderBottomWidth: 1, borderColor: colours.line }}>
        <Text accessibilityRole="header" style={{ fontSize: 17, fontWeight: "600", color: colours.ink }}>{name}</Text>
        {chat.connection === "reconnecting" && <Text style={{ color: colours.warn }}>Reconnecting…</Text>}
      </View>
      <FlatList
        // Inverted, the newest message stays in view while it grows.
        inverted
        data={[...chat.messages].reverse()}
        keyExtractor={(message) => message.id}
        contentContainerStyle={{ padding: 14, gap: 14 }}
        onEndReached={() => {
          if (chat.hasOlder) void chat.loadOlder()
        }}
        ListHeaderComponent={
          <View style={{ gap: 10 }}>
            {chat.approvals.map((approval) => (
              <ApprovalCard key={approval.approvalId} approval={approval} onAnswer={(decision, remember) => void chat.resolveApproval(approval.approvalId, decision, { remember })} />
            ))}
          </View>
        }
        renderItem={({ item }) => <MessageView message={item} onRetry={() => void chat.retryMessage(item.id)} />}
      />
      <View style={{ flexDirection: "row", gap: 8, padding: 12, borderTopWidth: 1, borderColor: colours.line }}>
        <TextInput
          accessibilityLabel={`Message ${name}`}
          placeholder={`Message ${name}…`}
          placeholderTextColor={colours.soft}
          multiline
          value={text}
          onChangeText={setText}
          style={{ flex: 1, maxHeight: 140, color: colours.ink, backgroundColor: colours.surface, borderRadius: 18, borderWidth: 1, borderColor: colours.line, paddingHorizontal: 14, paddingVertical: 9 }}
        />
        {chat.isStreaming && <RoundButton label={chat.isStopping ? "Stopping" : "Stop"} sign="■" colour={colours.ink} onColour={colours.canvas} onPress={chat.stopGeneration} />}
        <RoundButton label="Send" sign="↑" colour={colours.accent} onColour={colours.onAccent} onPress={send} />
      </View>
    </KeyboardAvoidingView>
  )
}

function RoundButton(props: { label: string; sign: string; colour: string; onColour: string; onPress: () => void }) {
  return (
    <Pressable
      accessibilityRole="button"
      accessibilityLabel={props.label}
      onPress={props.onPress}
      style={{ width: 44, height: 44, borderRadius: 22, backgroundColor: props.colour, alignItems: "center", justifyContent: "center" }}
    >
      <Text style={{ color: props.onColour, fontSize: 18, fontWeight: "700" }}>{props.sign}</Text>
    </Pressable>
  )
}
