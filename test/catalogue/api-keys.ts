/** Keys for API signing and encryption, as the platform's console shows them, new with every run. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';

const pair = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

export function apiKeys() {
  const own = pair();
  const platform = pair();
  const symmetric = { sn: 'demo-symmetric', key: randomBytes(32).toString('base64') };
  return {
    simulator: {
      symmetric,
      developer: { sn: 'demo-developer', publicKey: own.publicKey },
      platform: { sn: 'demo-platform', privateKey: platform.privateKey },
    },
    module: {
      symmetric,
      private: own.privateKey,
      platform: [{ sn: 'demo-platform', certificate: platform.publicKey }],
    },
  };
}
