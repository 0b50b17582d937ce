// Tokens signed by @clerk/backend, and its verdict on them and on every forgery of them.
import crypto from 'node:crypto';
import { verifyToken } from '@clerk/backend';
import { signJwt } from '@clerk/backend/jwt';
import { forge, forgeries } from './forgeries.mjs';

const parties = ['https://app.test', 'https://admin.test'];

export async function clerkTokens(now) {
  const { publicKey, privateKey } = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });
  const otherKey = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const publicPem = publicKey.export({ type: 'spki', format: 'pem' });
  const issuer = {
    name: 'clerk',
    iss: 'https://clever-cat-7.clerk.accounts.dev',
    algorithms: ['RS256'],
    authorizedParties: parties,
    pem: publicPem,
  };
  const header = { alg: 'RS256', cat: 'cl_B7d4PD111AAA', kid: 'ins_2abc', typ: 'JWT' };
  const claims = {
    azp: 'https://app.test', exp: now + 3600, fva: [0, -1], iat: now, iss: issuer.iss, nbf: now - 10,
    sid: 'sess_2abc', sts: 'active', sub: 'user_2abc', v: 2,
  };

  const accepts = async (token) => {
    try {
      await verifyToken(token, { jwtKey: publicPem, authorizedParties: parties, clockSkewInMs: 10_000 });
      return true;
    } catch {
      return false;
    }
  };

  const signed = await signJwt(claims, privateKey.export({ format: 'jwk' }), { algorithm: 'RS256', header });
  const tokens = [
    ['signed by Clerk', signed],
    ['signed by Clerk without azp', await signJwt({ ...claims, azp: undefined }, privateKey.export({ format: 'jwk' }), { algorithm: 'RS256', header })],
    ['azp of another app', forge(privateKey, header, { ...claims, azp: 'https://evil.test' })],
    ['azp of the second app', forge(privateKey, header, { ...claims, azp: 'https://admin.test' })],
    ['machine token', forge(privateKey, { ...header, cat: 'cl_B7d4PD333AAA' }, { ...claims, sub: 'mch_1' })],
    ['template token', forge(privateKey, { ...header, cat: 'cl_B7d4PD222AAA' }, claims)],
    ...forgeries({ key: privateKey, otherKey, publicPem, header, claims, now }),
  ];
  const vectors = [];
  for (const [name, token, contract] of tokens)
    vectors.push({ kind: 'token', name: `clerk: ${name}`, token, accepted: await accepts(token), contract });
  return { issuer, vectors, signed };
}
