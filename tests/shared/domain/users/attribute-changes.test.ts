import { describe, expect, it } from 'vitest';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { toProve, withAttributes, withProved } from '#shared/domain/users/attribute-changes.ts';
import type { Attributes, User } from '#shared/domain/users/user.ts';

const poolWith = (settings: UserPool['settings']): UserPool => ({
  id: 'local_Pool1',
  name: 'test',
  settings,
  schema: [],
  createdAt: 0,
  updatedAt: 0,
  version: 1,
  dataKeys: { general: new Uint8Array() },
});

const plain = poolWith({});
const verifying = poolWith({ AutoVerifiedAttributes: ['email'] });
const waiting = poolWith({
  AutoVerifiedAttributes: ['email'],
  UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
});

const userWith = (attributes: Attributes, pending: Attributes = {}): User => ({
  poolId: plain.id,
  username: 'ada',
  sub: 'sub',
  status: 'CONFIRMED',
  enabled: true,
  attributes,
  pending,
  groups: [],
  createdAt: 0,
  updatedAt: 0,
  signOuts: 0,
  version: 1,
});

const proved = userWith({ email: 'old@x.yz', email_verified: 'true' });
const fresh = { email: 'new@x.yz' };

describe('withAttributes', () => {
  it('sets and takes away, and says when', () => {
    const { user } = withAttributes(
      plain,
      userWith({ name: 'Ada', nickname: 'A' }),
      { name: 'Ada L', nickname: '' },
      7,
    );

    expect(user).toMatchObject({ attributes: { name: 'Ada L' }, updatedAt: 7, version: 1 });
    expect(user.attributes).not.toHaveProperty('nickname');
  });

  it('unproves a new email, and wants it verified where the pool does', () => {
    expect(withAttributes(plain, proved, fresh, 7)).toMatchObject({
      user: { attributes: { ...fresh, email_verified: 'false' } },
      toVerify: [],
    });
    expect(withAttributes(verifying, proved, fresh, 7).toVerify).toEqual([
      { attribute: 'email', destination: 'new@x.yz' },
    ]);
  });

  it('lets a new email wait, whatever verdict but a good one comes with it', () => {
    for (const changes of [fresh, { ...fresh, email_verified: 'false' }]) {
      const { user, toVerify } = withAttributes(waiting, proved, changes, 7);
      expect(user.attributes).toEqual(proved.attributes);
      expect(user.pending).toEqual(fresh);
      expect(toVerify).toHaveLength(1);
    }
    const { user, toVerify } = withAttributes(waiting, proved, { ...fresh, email_verified: 'True' }, 7);
    expect(user).toMatchObject({ attributes: { ...fresh, email_verified: 'true' }, pending: {} });
    expect(toVerify).toEqual([]);
  });

  it('forgets a waiting email when it is set to what it is, or taken away', () => {
    const both = userWith(proved.attributes, fresh);

    expect(withAttributes(waiting, both, { email: 'old@x.yz' }, 7).user).toMatchObject({
      attributes: proved.attributes,
      pending: {},
    });
    expect(withAttributes(waiting, both, { email: '' }, 7).user).toMatchObject({ attributes: {}, pending: {} });
  });

  it('refuses a verdict on an email that is not there', () => {
    expect(() => withAttributes(plain, userWith({}), { email_verified: 'true' }, 7)).toThrow(
      'email_verified needs email to be set.',
    );
  });

  it('refuses more than a user can hold', () => {
    const much = Object.fromEntries(
      Array.from({ length: 70 }, (_none, index) => [`custom:${index}`, 'ä'.repeat(2200)]),
    );

    expect(() => withAttributes(plain, userWith({}), much, 7)).toThrow('The attributes are too long all together.');
  });
});

describe('withProved', () => {
  it('puts the waiting email in place', () => {
    const both = userWith(proved.attributes, fresh);

    expect(toProve(both, 'email')).toBe('new@x.yz');
    expect(withProved(both, 'email', 'new@x.yz', 7)).toMatchObject({
      attributes: { ...fresh, email_verified: 'true' },
      pending: {},
      updatedAt: 7,
    });
  });
});
