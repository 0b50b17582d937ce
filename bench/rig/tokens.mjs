// node tokens.mjs COUNT: one HS256 token a line for the users 0 … COUNT-1, good for a day, signed with JWT_SECRET. Both
// servers accept them.
import { createHmac } from 'node:crypto';

const base64url = text => Buffer.from(text).toString('base64url');
const issuedAt = Math.floor(Date.now() / 1000);
for (let user = 0; user < Number(process.argv[2]); user++) {
  const claims = {
    iss: 'https://bench.test/',
    sub: `10000000-0000-4000-8000-${String(user).padStart(12, '0')}`,
    email: `u${user}@bench.test`,
    role: 'authenticated',
    aud: 'authenticated',
    iat: issuedAt,
    exp: issuedAt + 86400,
  };
  const signed = base64url(JSON.stringify({ alg: 'HS256', typ: 'JWT' })) + '.' + base64url(JSON.stringify(claims));
  console.log(signed + '.' + createHmac('sha256', process.env.JWT_SECRET).update(signed).digest('base64url'));
}
