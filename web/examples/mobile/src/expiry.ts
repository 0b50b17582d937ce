/** When a JWT runs out, in milliseconds since the epoch; 0 where it does not say. Only the server verifies it. */
export function expiryOf(token: string): number {
  const payload = token.split(".")[1] ?? ""
  try {
    const claims = JSON.parse(decodeBase64Url(payload)) as { exp?: unknown }
    return typeof claims.exp === "number" ? claims.exp * 1000 : 0
  } catch {
    return 0
  }
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

/** Base64url to text. Hermes has no `atob` in every version. */
function decodeBase64Url(text: string): string {
  let bits = 0
  let count = 0
  let escaped = ""
  for (const character of text) {
    bits = (bits << 6) | alphabet.indexOf(character)
    count += 6
    if (count < 8) continue
    count -= 8
    escaped += `%${((bits >> count) & 0xff).toString(16).padStart(2, "0")}`
    bits &= (1 << count) - 1
  }
  return decodeURIComponent(escaped)
}
