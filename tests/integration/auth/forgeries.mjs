// Tokens that are honest, broken or forged, made of one key and one set of claims. Each is [name, token] or [name, token,
// 'refuse']: the third says that the contract refuses it even where a vendor's code is more lenient.
import crypto from 'node:crypto';

export const b64u = (data) => Buffer.from(data).toString('base64url');

/** The JWS signature of some bytes with a Node key: RS256, ES256, EdDSA or HS256 by the kind of key. */
export function sign(key, input) {
  if (key.type === 'secret') return crypto.createHmac('sha256', key).update(input).digest();
  if (key.asymmetricKeyType === 'ed25519') return crypto.sign(null, Buffer.from(input), key);
  return crypto.sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
}

/** A token with exactly this header and payload; texts are taken as they are, objects become JSON. */
export function forge(key, header, payload) {
  const text = (part) => b64u(typeof part === 'string' ? part : JSON.stringify(part));
  const input = `${text(header)}.${text(payload)}`;
  return `${input}.${b64u(sign(key, input))}`;
}

const flip = (token, part, at) => {
  const parts = token.split('.');
  const bytes = Buffer.from(parts[part], 'base64url');
  bytes[(at + bytes.length) % bytes.length] ^= 1;
  parts[part] = b64u(bytes);
  return parts.join('.');
};

const without = (object, name) => Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));

export function* forgeries({ key, otherKey, publicPem, header, claims, now }) {
  const token = (more = {}, moreHeader = {}) => forge(key, { ...header, ...moreHeader }, { ...claims, ...more });
  const good = token();
  const [h, p, s] = good.split('.');
  const text = JSON.stringify(claims);
  const headerText = JSON.stringify(header);

  yield ['honest', good];
  yield ['header without typ', forge(key, without(header, 'typ'), claims)];
  yield ['unknown header member', token({}, { hint: 'x' })];
  yield ['unknown claims', token({ deep: { a: [1, { b: null }] }, text: 'ünï \u{1f600}' })];
  yield ['escaped alg', forge(key, headerText.replace('"alg"', '"\\u0061lg"'), claims)];

  for (const [name, shift] of [['a minute ago', -60], ['beyond the leeway', -12], ['within the leeway', -5], ['in a year', 31536000]])
    yield [`exp ${name}`, token({ exp: now + shift })];
  yield ['exp with a fraction', token({ exp: now + 3600.5 })];
  yield ['nbf in the future', token({ nbf: now + 60 })];
  yield ['nbf within the leeway', token({ nbf: now + 5 })];
  yield ['nbf in the past', token({ nbf: now - 60 })];
  yield ['iat in the future', token({ iat: now + 60 }), 'refuse'];
  for (const name of ['exp', 'nbf', 'iat']) {
    yield [`${name} is a text`, token({ [name]: `${claims.exp}` }), 'refuse'];
    yield [`${name} is null`, token({ [name]: null }), 'refuse'];
    yield [`${name} is an object`, token({ [name]: {} }), 'refuse'];
    yield [`${name} is huge`, forge(key, header, text.replace(/}$/, `,"${name}":1e300}`).replace(`"${name}":${claims[name]},`, '')), 'refuse'];
  }
  yield ['no exp', forge(key, header, without(claims, 'exp'))];
  yield ['no iat', forge(key, header, without(claims, 'iat'))];
  yield ['no sub', forge(key, header, without(claims, 'sub')), 'refuse'];
  for (const sub of ['', 7, null, ['user'], { id: 'user' }]) yield [`sub ${JSON.stringify(sub)}`, token({ sub }), 'refuse'];
  yield ['no iss', forge(key, header, without(claims, 'iss')), 'refuse'];
  yield ['iss with a slash more', token({ iss: `${claims.iss}/` }), 'refuse'];
  yield ['another iss', token({ iss: 'https://evil.test' }), 'refuse'];
  for (const role of ['anon', 'service_role']) yield [`role ${role}`, token({ role }), 'refuse'];

  yield ['another key', forge(otherKey, header, claims)];
  yield ['no signature', `${h}.${p}.`];
  yield ['alg none', `${b64u(JSON.stringify({ ...header, alg: 'none' }))}.${p}.`];
  yield ['alg none, signed', forge(key, { ...header, alg: 'none' }, claims)];
  for (const alg of ['None', 'rs256', 'RS384', 'RS512', 'PS256', 'ES256', 'ES384', 'EdDSA', 'HS256', 'HS512', ''])
    if (alg !== header.alg) yield [`alg ${alg || 'empty'}`, token({}, { alg })];
  yield ['no alg', forge(key, without(header, 'alg'), claims)];
  const secret = crypto.createSecretKey(Buffer.from(publicPem || 'none'));
  yield ['public key as a secret', forge(secret, { ...header, alg: 'HS256' }, claims)];
  for (const at of [0, 5, -1]) {
    yield [`payload bit ${at}`, flip(good, 1, at)];
    yield [`signature bit ${at}`, flip(good, 2, at)];
    yield [`header bit ${at}`, flip(good, 0, at)];
  }
  yield ['signature cut', `${h}.${p}.${b64u(Buffer.from(s, 'base64url').subarray(1))}`];
  yield ['signature longer', `${h}.${p}.${b64u(Buffer.concat([Buffer.from(s, 'base64url'), Buffer.from([0])]))}`];
  yield ['signature of zeros', `${h}.${p}.${b64u(Buffer.alloc(Buffer.from(s, 'base64url').length))}`];
  yield ['four parts', `${good}.${s}`];
  yield ['two parts', `${h}.${p}`];
  yield ['one part', h];
  yield ['empty', ''];
  yield ['parts swapped', `${p}.${h}.${s}`];

  yield ['padding', `${good}=`, 'refuse'];
  yield ['trailing space', `${good} `, 'refuse'];
  yield ['line break', `${good}\n`, 'refuse'];
  yield ['plain base64', good.replaceAll('-', '+').replaceAll('_', '/') + (/[-_]/.test(good) ? '' : '+'), 'refuse'];
  yield ['payload is a list', forge(key, header, `[${text}]`), 'refuse'];
  yield ['payload is no JSON', forge(key, header, 'hello'), 'refuse'];
  yield ['payload is a token', forge(key, header, good), 'refuse'];
  yield ['byte order mark', forge(key, header, `\ufeff${text}`), 'refuse'];
  yield ['sub twice', forge(key, header, text.replace(/}$/, ',"sub":"admin"}')), 'refuse'];
  yield ['alg twice', forge(key, headerText.replace(/}$/, `,"alg":"${header.alg}"}`), claims), 'refuse'];
  yield ['text after the payload', forge(key, header, `${text}x`), 'refuse'];
  yield ['crit', token({}, { crit: ['exp'], exp: 1 }), 'refuse'];
  yield ['crit b64', token({}, { crit: ['b64'], b64: false }), 'refuse'];
  yield ['embedded jwk', token({}, { jwk: crypto.createPublicKey(otherKey).export({ format: 'jwk' }) }), 'refuse'];
  yield ['embedded jwk, signed by it', forge(otherKey, { ...header, jwk: crypto.createPublicKey(otherKey).export({ format: 'jwk' }) }, claims), 'refuse'];
  yield ['jku', token({}, { jku: 'https://evil.test/jwks' }), 'refuse'];
  yield ['x5c', token({}, { x5c: ['MIIB'] }), 'refuse'];
  yield ['another typ', token({}, { typ: 'dpop+jwt' }), 'refuse'];
  yield ['over 8 KiB', token({ padding: 'x'.repeat(9000) }), 'refuse'];
  yield ['just under 8 KiB', token({ padding: 'x'.repeat(4500) })];
}
