/** A random version 4 UUID, also where `crypto.randomUUID` is missing: plain HTTP pages and React Native. */
export function randomId(): string {
  const source = globalThis.crypto as Crypto | undefined
  if (typeof source?.randomUUID === "function") return source.randomUUID()
  const bytes = new Uint8Array(16)
  if (typeof source?.getRandomValues === "function") source.getRandomValues(bytes)
  else for (let i = 0; i < 16; i++) bytes[i] = Math.floor(Math.random() * 256)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-")
}
