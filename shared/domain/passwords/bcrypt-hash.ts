import { malformed, type ReadHash, tooDear } from './password-hash.ts';

const form = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;
const cheapest = 4;
const dearest = 15;

/**
 * Reads bcrypt's own form, `$2b$10$…`, also with `$2a$` and `$2y$`. bcrypt uses only the first 72 bytes of a password.
 */
export const readBcryptHash: ReadHash = (text) => {
  if (!/^\$2[a-z]?\$/.test(text)) return undefined;
  const [, cost] = form.exec(text) ?? [];
  if (cost === undefined || Number(cost) < cheapest) return malformed('bcrypt');
  if (Number(cost) > dearest) return tooDear('bcrypt', `a cost of ${dearest}`);
  // Loaded only where needed: most deployments have no such hash.
  return { verify: async (password) => (await import('bcryptjs')).compare(password, text) };
};
