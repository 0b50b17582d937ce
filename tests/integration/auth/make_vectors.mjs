// Writes what the vendors' code signs, accepts and refuses, one JSON object a line: first the issuers, then tokens and
// cookies; webhooks go to FILE.webhooks. Usage: node make_vectors.mjs FILE
import fs from 'node:fs';
import { getCookieSuffix, getSuffixedCookieName } from '@clerk/shared/keys';
import { clerkTokens } from './clerk_tokens.mjs';
import { joseTokens } from './jose_tokens.mjs';
import { supabaseCookies } from './supabase_cookies.mjs';
import { webhookVectors } from './webhook_vectors.mjs';

console.warn = () => {};
const now = Math.floor(Date.now() / 1000);
const clerk = await clerkTokens(now);
const jose = await joseTokens(now);
const suffix = await getCookieSuffix(`pk_test_${Buffer.from('clever-cat-7.clerk.accounts.dev$').toString('base64')}`);
const clerkCookies = [
  ['plain', `__session=${clerk.signed}; __client_uat=${now}`],
  ['suffixed', `__client_uat=${now}; ${getSuffixedCookieName('__session', suffix)}=${clerk.signed}`],
].map(([name, header]) => ({ kind: 'cookie', name: `clerk: ${name}`, header, token: clerk.signed }));
const lines = [
  { kind: 'issuers', now, issuers: [clerk.issuer, ...jose.issuers] },
  ...clerk.vectors,
  ...jose.vectors,
  ...clerkCookies,
  ...(await supabaseCookies(jose.session)),
];
fs.writeFileSync(process.argv[2], lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
const webhooks = webhookVectors(now).map((line) => `${JSON.stringify(line)}\n`);
fs.writeFileSync(`${process.argv[2]}.webhooks`, webhooks.join(''));
process.exit(0);  // the Supabase clients keep timers
