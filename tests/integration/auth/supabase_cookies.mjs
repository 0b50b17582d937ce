// Cookies written by @supabase/ssr (a sign-in through its own client, with the network replaced), as a browser sends them
// back, and what @supabase/ssr reads from them.
import { createServerClient, parseCookieHeader, serializeCookieHeader } from '@supabase/ssr';

const url = 'https://abcdefgh.supabase.co';

/** What a browser would send after these Set-Cookie headers. */
const sentBack = (cookies) => cookies
  .filter(({ value }) => value !== '')
  .map(({ name, value, options }) => serializeCookieHeader(name, value, options).split(';')[0]);

async function signedIn(accessToken, metadata, cookieEncoding) {
  const jar = new Map();
  const user = { id: 'u', aud: 'authenticated', email: 'ada@example.com', app_metadata: {}, user_metadata: metadata, created_at: '2026-01-01T00:00:00Z' };
  const client = createServerClient(url, 'anon-key', {
    cookieEncoding,
    global: { fetch: async () => new Response(JSON.stringify(user), { headers: { 'content-type': 'application/json' } }) },
    cookies: {
      getAll: () => [...jar.values()],
      setAll: (cookies) => cookies.forEach((cookie) => jar.set(cookie.name, cookie)),
    },
  });
  const { error } = await client.auth.setSession({ access_token: accessToken, refresh_token: 'refresh' });
  if (error) throw error;
  return sentBack([...jar.values()]);
}

/** The access token that @supabase/ssr finds in a Cookie header; null without one. */
async function vendorReads(header) {
  const client = createServerClient(url, 'anon-key', {
    auth: { autoRefreshToken: false },
    global: { fetch: async () => new Response('{}', { status: 500 }) },
    cookies: { getAll: () => parseCookieHeader(header), setAll: () => {} },
  });
  const { data } = await client.auth.getSession();
  return data.session?.access_token ?? null;
}

export async function supabaseCookies(session) {
  const metadata = {
    small: { full_name: 'Ada' },
    unicode: { full_name: 'Zoë 🦊 "quoted"; comma, 日本語 %41 \\ end' },
    large: { full_name: 'Ada', bio: 'lorem ipsum '.repeat(600) },
    'large unicode': { full_name: 'Ada', bio: '日本語🦊é"\\ '.repeat(250) },
    huge: { full_name: 'Ada', bio: 'x'.repeat(20000) },
  };
  const vectors = [];
  const add = async (name, header) => vectors.push({ kind: 'cookie', name: `supabase: ${name}`, header, token: await vendorReads(header) });
  for (const encoding of ['base64url', 'raw']) {
    for (const [size, value] of Object.entries(metadata)) {
      const cookies = await signedIn(session, value, encoding);
      const name = `${encoding}, ${size}, ${cookies.length} cookies`;
      await add(name, cookies.join('; '));
      await add(`${name}, reversed`, [...cookies].reverse().join('; '));
      await add(`${name}, among others`, ['theme=dark', ...cookies, '_ga=GA1.1.2', 'sb-abcdefgh-auth-token-code-verifier=base64-ImFiYyI'].join('; '));
      if (cookies.length > 1) {
        await add(`${name}, the first lost`, cookies.slice(1).join('; '));
        await add(`${name}, the last lost`, cookies.slice(0, -1).join('; '));
      }
    }
  }
  return vectors;
}
