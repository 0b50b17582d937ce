/** The app going to the background and coming back, in the words of the hooks. */
import type { AppActivity } from "@switchboard/react"

/** What is needed of React Native's AppState. */
export interface AppStateLike {
  addEventListener: (type: "change", listener: (state: string) => void) => { remove: () => void }
}

/** In the background the system closes connections: the chat lets go of them first, and resumes by its cursor after. */
export function appActivityOf(appState: AppStateLike): AppActivity {
  return (onChange) => {
    const subscription = appState.addEventListener("change", (state) => {
      if (state === "active") onChange(true)
      if (state === "background") onChange(false)
    })
    return () => subscription.remove()
  }
}
