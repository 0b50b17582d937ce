import { AgentsProvider, ClientProvider } from "@switchboard/react"
import { useMemo, useState } from "react"
import { AppState, Platform, StatusBar, useColorScheme, View } from "react-native"
import { appActivityOf } from "./app-activity.ts"
import { ChatScreen } from "./chat-screen.tsx"
import { createMobileClient } from "./mobile-client.ts"
import { type SignedIn, SignInScreen } from "./sign-in-screen.tsx"
import { coloursOf } from "./theme.ts"

const appActivity = appActivityOf(AppState)

/** Signs in, then talks to the workspace's first agent. */
export function App() {
  const [signedIn, setSignedIn] = useState<SignedIn | null>(null)
  const colours = coloursOf(useColorScheme())
  const client = useMemo(
    () =>
      signedIn &&
      createMobileClient({
        baseUrl: signedIn.baseUrl,
        session: signedIn.session,
        // A real app asks its identity provider here: supabase.auth.refreshSession(), or Clerk's getToken().
        refresh: () => Promise.resolve(null),
        onSignedOut: () => setSignedIn(null),
      }),
    [signedIn],
  )
  return (
    <View style={{ flex: 1, backgroundColor: colours.canvas, paddingTop: Platform.OS === "android" ? (StatusBar.currentHeight ?? 0) : 54 }}>
      {signedIn && client ? (
        <ClientProvider client={client} appActivity={appActivity}>
          <AgentsProvider workspaceId={signedIn.workspaceId}>
            <ChatScreen workspaceId={signedIn.workspaceId} />
          </AgentsProvider>
        </ClientProvider>
      ) : (
        <SignInScreen onSignedIn={setSignedIn} />
      )}
    </View>
  )
}
