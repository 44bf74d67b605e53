import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { createVerifier } from '#shared/domain/srp/verifier.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { PasswordCredential } from '#shared/domain/users/user.ts';
import { createSealing, type Seal, type Sealing } from '#shared/services/sealing/create-sealing.ts';
import { createPasswordVerifier } from '#shared/services/sign-in/challenges/password-verifier.ts';
import type { NobodyRecord, UserRecord } from '#shared/services/users/users.ts';
import { newAppClient } from '#tests/support/app-client.ts';
import { newUser } from '#tests/support/new-user.ts';
import { startClient } from '#tests/support/srp-client.ts';

const dataKey = randomBytes(32);

const sealing = createSealing({
  wrapper: { generate: async () => ({ plain: dataKey, wrapped: dataKey }), unwrap: async (wrapped) => wrapped },
  deploymentKey: async () => dataKey,
});

const pool: UserPool = {
  id: 'us-east-1_Pool00001',
  name: 'test',
  settings: {},
  schema: [],
  createdAt: 0,
  updatedAt: 0,
  version: 1,
  dataKeys: { general: dataKey },
};

const client = newAppClient(pool.id, { settings: { PreventUserExistenceErrors: 'ENABLED' } });

const user = newUser(pool.id, 'ada');

const kept = { userKey: 'ada', failures: undefined, codeFailures: undefined, codes: [] };

const nobody: NobodyRecord = { ...kept, user: undefined };

const someone = (password: PasswordCredential | undefined): UserRecord => ({
  ...kept,
  user,
  password,
  softwareToken: undefined,
  passkeys: [],
  recoveryCodes: undefined,
});

const withVerifier = async (): Promise<UserRecord> => {
  const { salt, verifier } = createVerifier({ poolName: 'Pool00001', userId: 'ada', password: 'Correct-horse-1' });
  const sealed = (await sealing.general(pool)).seal('srp verifier', verifier);
  return someone({ phc: '', setAt: 0, srp: { salt: salt.toString('hex'), verifier: sealed, userId: 'ada' } });
};

describe('the first answer of SRP', () => {
  let did: string[] = [];

  beforeEach(() => {
    did = [];
  });

  const noting = (seal: Seal): Seal => ({
    seal: (purpose, plain) => {
      did.push(`seal ${purpose}`);
      return seal.seal(purpose, plain);
    },
    open: (purpose, sealed) => {
      did.push(`open ${purpose}`);
      return seal.open(purpose, sealed);
    },
    key: (purpose) => {
      did.push(`key ${purpose}`);
      return seal.key(purpose);
    },
  });
  const noted: Sealing = { ...sealing, general: async (of) => noting(await sealing.general(of)) };

  const ask = async (record: UserRecord | NobodyRecord): Promise<readonly string[]> => {
    await createPasswordVerifier(() => noted).ask({
      app: { pool, signingKeys: [], client },
      side: 'public',
      trail: { signInId: 'sign-in', flow: 'USER_SRP_AUTH', proved: ['USER_SRP_AUTH'] },
      record,
      username: 'ada',
      parameters: { SRP_A: startClient().srpA },
      origin: { sourceIp: undefined, userAgent: undefined },
      clientMetadata: undefined,
      writes: [],
    });
    return did.splice(0);
  };

  it('opens and seals as much for nobody, and for a user without a verifier, as for one who has it', async () => {
    const forUser = await ask(await withVerifier());
    expect(forUser).toContain('open srp verifier');
    expect(await ask(nobody)).toEqual(forUser);
    expect(await ask(someone(undefined))).toEqual(forUser);
  });
});
