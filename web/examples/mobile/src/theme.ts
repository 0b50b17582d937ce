const light = { canvas: "#fbfaf8", surface: "#ffffff", sunken: "#f3f1ed", line: "#e6e2da", ink: "#1d1b18", soft: "#655f55", accent: "#4a43c4", onAccent: "#ffffff", tint: "#edecfb", bad: "#b3261e", warn: "#8a5300", warnTint: "#fdf3e0" }
const dark: Colours = { canvas: "#141316", surface: "#1c1b1f", sunken: "#242329", line: "#323038", ink: "#edecef", soft: "#a9a6b1", accent: "#a8a2ff", onAccent: "#16132e", tint: "#2a2745", bad: "#ff9d94", warn: "#f2bd6b", warnTint: "#352817" }

export type Colours = typeof light

export function coloursOf(scheme: string | null | undefined): Colours {
  return scheme === "dark" ? dark : light
}
