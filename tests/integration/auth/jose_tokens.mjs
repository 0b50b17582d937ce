// Tokens signed by jose as Supabase's auth server signs them (ES256 and EdDSA under a JWKS, HS256 in legacy projects), and
// jose's verdict on them and on every forgery of them.
import crypto from 'node:crypto';
import { SignJWT, createLocalJWKSet, exportJWK, jwtVerify } from 'jose';
import { forge, forgeries } from './forgeries.mjs';

const iss = 'https://abcdefgh.supabase.co/auth/v1';
const audience = 'authenticated';

const claimsAt = (now) => ({
  iss, sub: '4b8e1f0a-98a6-4f4e-9d3c-0c6b6a1f2f11', aud: audience, exp: now + 3600, iat: now, email: 'ada@example.com', phone: '',
  app_metadata: { provider: 'email', providers: ['email'] }, user_metadata: { full_name: 'Ada Lovelace' },
  role: 'authenticated', aal: 'aal1', amr: [{ method: 'password', timestamp: now }], session_id: crypto.randomUUID(), is_anonymous: false,
});

async function judged(prefix, tokens, keys, algorithms) {
  const vectors = [];
  for (const [name, token, contract] of tokens) {
    let accepted = true;
    try {
      await jwtVerify(token, keys, { issuer: iss, audience, algorithms, clockTolerance: 10, requiredClaims: ['exp', 'sub'] });
    } catch {
      accepted = false;
    }
    vectors.push({ kind: 'token', name: `${prefix}: ${name}`, token, accepted, contract });
  }
  return vectors;
}

function* audiences(key, header, claims) {
  for (const aud of ['authenticated', ['x', 'authenticated'], 'x', [], ['x'], '', 7, null])
    yield [`aud ${JSON.stringify(aud)}`, forge(key, header, { ...claims, aud })];
  yield ['aud of mixed types', forge(key, header, { ...claims, aud: ['authenticated', 7] }), 'refuse'];
  yield ['no aud', forge(key, header, { ...claims, aud: undefined })];
}

export async function joseTokens(now) {
  const claims = claimsAt(now);
  const pairs = { ES256: crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }), EdDSA: crypto.generateKeyPairSync('ed25519') };
  const others = { ES256: crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }), EdDSA: crypto.generateKeyPairSync('ed25519') };
  const keys = [];
  for (const [alg, { publicKey }] of Object.entries(pairs))
    keys.push({ ...(await exportJWK(publicKey)), kid: `key-${alg}`, alg, use: 'sig', key_ops: ['verify'], ext: true });
  const jwks = { keys };
  const vectors = [];
  let session;
  for (const [alg, { publicKey, privateKey }] of Object.entries(pairs)) {
    const header = { alg, kid: `key-${alg}`, typ: 'JWT' };
    const signed = await new SignJWT(claims).setProtectedHeader(header).sign(privateKey);
    session ??= signed;
    const publicPem = publicKey.export({ type: 'spki', format: 'pem' });
    const tokens = [
      ['signed by jose', signed],
      ['unknown kid', forge(privateKey, { ...header, kid: 'other' }, claims)],
      ['no kid', forge(privateKey, { alg, typ: 'JWT' }, claims)],
      ['kid of the other key', forge(privateKey, { ...header, kid: alg === 'ES256' ? 'key-EdDSA' : 'key-ES256' }, claims)],
      ...audiences(privateKey, header, claims),
      ...forgeries({ key: privateKey, otherKey: others[alg].privateKey, publicPem, header, claims, now }),
    ];
    vectors.push(...(await judged(`jose ${alg}`, tokens, createLocalJWKSet(jwks), ['ES256', 'RS256', 'EdDSA'])));
  }

  const secretText = 'super-secret-jwt-token-with-at-least-32-characters-long';
  const secret = crypto.createSecretKey(Buffer.from(secretText));
  const header = { alg: 'HS256', typ: 'JWT' };
  const legacyClaims = { ...claims, iss: 'https://legacy.supabase.co/auth/v1' };
  const legacy = [
    ['signed by jose', await new SignJWT(legacyClaims).setProtectedHeader(header).sign(secret)],
    ['with a kid', forge(secret, { ...header, kid: 'abc' }, legacyClaims)],
    ['another secret', forge(crypto.createSecretKey(Buffer.from('x'.repeat(40))), header, legacyClaims)],
    ['empty secret', forge(crypto.createSecretKey(Buffer.from('')), header, legacyClaims)],
    ['secret cut', forge(crypto.createSecretKey(Buffer.from(secretText.slice(1))), header, legacyClaims)],
    ['alg none', `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(legacyClaims)).toString('base64url')}.`],
  ];
  for (const [name, token] of legacy) {
    const accepted = await jwtVerify(token, secret, { issuer: legacyClaims.iss, audience, algorithms: ['HS256'], clockTolerance: 10 }).then(() => true, () => false);
    vectors.push({ kind: 'token', name: `jose HS256: ${name}`, token, accepted });
  }
  return {
    issuers: [
      { name: 'supabase', iss, algorithms: ['ES256', 'RS256', 'EdDSA'], audience, jwks },
      { name: 'legacy', iss: legacyClaims.iss, algorithms: ['HS256'], audience, secret: secretText },
    ],
    vectors,
    session,
  };
}
