// Webhooks signed and judged by svix and standardwebhooks: {id, timestamp, signature, body, secret, accepted}.
import { Webhook as Standard } from 'standardwebhooks';
import { Webhook as Svix } from 'svix';

const vendors = {
  svix: { make: (secret) => new Svix(secret), names: ['svix-id', 'svix-timestamp', 'svix-signature'] },
  standard: { make: (secret) => new Standard(secret), names: ['webhook-id', 'webhook-timestamp', 'webhook-signature'] },
};
const secretOf = (text) => `whsec_${Buffer.from(text.padEnd(24, '.')).toString('base64')}`;

/** Each a change to a good webhook; what the vendor says of it is the expectation. */
const changes = {
  'as it was': (w) => w,
  'a changed body': (w) => ({ ...w, body: `${w.body} ` }),
  'another id': (w) => ({ ...w, id: `${w.id}x` }),
  'another timestamp': (w) => ({ ...w, timestamp: String(Number(w.timestamp) + 1) }),
  'too old': (w, sign) => sign({ ...w, timestamp: String(Number(w.timestamp) - 900) }),
  'too new': (w, sign) => sign({ ...w, timestamp: String(Number(w.timestamp) + 900) }),
  'nearly too old': (w, sign) => sign({ ...w, timestamp: String(Number(w.timestamp) - 200) }),
  'no signature': (w) => ({ ...w, signature: '' }),
  'an empty signature': (w) => ({ ...w, signature: 'v1,' }),
  'another version': (w) => ({ ...w, signature: w.signature.replace('v1,', 'v2,') }),
  'a cut signature': (w) => ({ ...w, signature: w.signature.slice(0, -2) }),
  'several, the last good': (w) => ({ ...w, signature: `v1,AAAA v2,x ${w.signature}` }),
  'several, the first good': (w) => ({ ...w, signature: `${w.signature} v1,AAAA` }),
  'another secret': (w) => ({ ...w, secret: secretOf('another secret') }),
};

export function webhookVectors(now) {
  const bodies = ['{}', '{"type":"user.created","data":{"id":"u"}}', '{"name":"Zoë 📋","n":1.0}', ' {\n} '];
  const lines = [];
  for (const [vendor, { make, names }] of Object.entries(vendors)) {
    const sign = (w) => ({ ...w, signature: make(w.secret).sign(w.id, new Date(Number(w.timestamp) * 1000), w.body) });
    for (const body of bodies) {
      const good = sign({ id: `msg_${vendor}`, timestamp: String(now), body, secret: secretOf(vendor) });
      for (const [name, change] of Object.entries(changes)) {
        const w = change(good, sign);
        let accepted = true;
        try {
          make(w.secret).verify(w.body, { [names[0]]: w.id, [names[1]]: w.timestamp, [names[2]]: w.signature });
        } catch {
          accepted = false;
        }
        lines.push({ name: `${vendor}: ${name}: ${body}`, now, ...w, accepted });
      }
    }
  }
  return lines;
}
