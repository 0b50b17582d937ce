import { createClient } from "@switchboard/client"
import { useState } from "react"
import { Pressable, Text, TextInput, useColorScheme, View } from "react-native"
import { expiryOf } from "./expiry.ts"
import type { Session } from "./mobile-client.ts"
import { coloursOf } from "./theme.ts"

export interface SignedIn {
  baseUrl: string
  workspaceId: string
  session: Session
}

/** Takes an access token by hand; a real app gets it from its identity provider's SDK. */
export function SignInScreen({ onSignedIn }: { onSignedIn: (signedIn: SignedIn) => void }) {
  const colours = coloursOf(useColorScheme())
  const [baseUrl, setBaseUrl] = useState("http://localhost:3002")
  const [accessToken, setAccessToken] = useState("")
  const [error, setError] = useState<string | null>(null)
  const signIn = async (): Promise<void> => {
    try {
      const me = await createClient({ baseUrl, credentials: "omit", getToken: () => Promise.resolve(accessToken) }).me()
      const workspace = me.workspaces[0]
      if (!workspace) return setError("You are in no workspace yet.")
      onSignedIn({ baseUrl, workspaceId: workspace.id, session: { accessToken, expiresAt: expiryOf(accessToken) } })
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : "That did not work")
    }
  }
  const input = { borderWidth: 1, borderColor: colours.line, borderRadius: 12, padding: 12, color: colours.ink, backgroundColor: colours.surface }
  return (
    <View style={{ flex: 1, justifyContent: "center", gap: 12, padding: 24 }}>
      <Text style={{ fontSize: 24, fontWeight: "600", color: colours.ink }}>Switchboard</Text>
      <TextInput accessibilityLabel="Server" value={baseUrl} onChangeText={setBaseUrl} autoCapitalize="none" keyboardType="url" style={input} />
      <TextInput accessibilityLabel="Access token" placeholder="Access token" placeholderTextColor={colours.soft} value={accessToken} onChangeText={setAccessToken} autoCapitalize="none" secureTextEntry style={input} />
      {error !== null && <Text accessibilityRole="alert" style={{ color: colours.bad }}>{error}</Text>}
      <Pressable accessibilityRole="button" onPress={() => void signIn()} style={{ backgroundColor: colours.accent, borderRadius: 12, padding: 14, alignItems: "center" }}>
        <Text style={{ color: colours.onAccent, fontWeight: "600" }}>Sign in</Text>
      </Pressable>
    </View>
  )
}
