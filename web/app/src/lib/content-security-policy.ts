/** The page's content security policy: nothing but this origin, and where keys ask for it, the identity provider's. */
export function contentSecurityPolicy(options: { nonce: string; isDev: boolean; authOrigins: readonly string[] }): string {
  const { nonce, isDev, authOrigins } = options
  const also = authOrigins.map((origin) => ` ${origin}`).join("")
  const directives = [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' 'nonce-${nonce}'${isDev ? " 'unsafe-inline'" : ""}`,
    `connect-src 'self'${also}${isDev ? " ws:" : ""}`,
    `img-src 'self' data:${also}`,
    "font-src 'self'",
    `frame-src ${also === "" ? "'none'" : also.trim()}`,
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ]
  return directives.join("; ")
}
