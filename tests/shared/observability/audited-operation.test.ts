import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditedOperation } from '#shared/observability/audited-operation.ts';
import type { Change, EndedCall } from '#shared/observability/call.ts';
import { hiddenWhole, shownMembers, shownWhole } from '#shared/observability/shown-members.ts';

const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS';

const call = (more: Partial<EndedCall>, name = 'UpdateUserPool'): EndedCall => ({
  called: { name, key: name, api: 'cognito-idp' },
  http: { method: 'POST', path: '/', query: '', headers: {}, body: new Uint8Array(), sourceIp: '', requestId: '' },
  startedAt: 0,
  durationMs: 0,
  outcome: 'succeeded',
  statusCode: 200,
  changes: [],
  ...more,
});

const changesOf = (...changes: readonly Change[]) => auditedOperation(call({ changes })).additionalEventData;

const pool = (data: object | undefined) => ({ key: 'POOL#a CONFIG', type: 'UserPool', data });

describe('a record of an operation', () => {
  it('shows the request by names that begin with a small letter, and hides what is secret', () => {
    const request = {
      UserPoolId: 'eu-west-1_AbCdEfGhI',
      Username: 'ada',
      Password: 'Correct-horse-1',
      ClientMetadata: { Domain: 'secret' },
      UserAttributes: [{ Name: 'email', Value: 'ada@example.com' }],
      UserPoolTags: { 'any name': 'is shown' },
      Limit: 3,
      ImageFile: Buffer.from('secret'),
      Unheard: 'secret',
    };
    expect(auditedOperation(call({ request })).requestParameters).toEqual({
      userPoolId: 'eu-west-1_AbCdEfGhI',
      username: hidden,
      password: hidden,
      clientMetadata: hidden,
      userAttributes: [{ name: 'email', value: hidden }],
      userPoolTags: { 'any name': 'is shown' },
      limit: 3,
      imageFile: hidden,
      unheard: hidden,
    });
  });

  it('has the answer of what changes something, and of nothing else', () => {
    const response = { UserPool: { Id: 'eu-west-1_AbCdEfGhI' } };
    expect(auditedOperation(call({ response }, 'CreateUserPool')).responseElements).toEqual({
      userPool: { id: 'eu-west-1_AbCdEfGhI' },
    });
    for (const name of ['DescribeUserPool', 'AdminGetUser', 'ListUsers', 'SearchUsers']) {
      expect(auditedOperation(call({ response }, name))).toMatchObject({ readOnly: true, responseElements: null });
    }
    for (const name of ['GetId', 'GetTokensFromRefreshToken', 'GetUserAttributeVerificationCode', 'InitiateAuth']) {
      expect(auditedOperation(call({ response }, name)).readOnly, name).toBe(false);
    }
  });

  it('says what settings were before and after, and of secrets only that they changed', () => {
    const before = {
      id: 'eu-west-1_AbCdEfGhI',
      version: 3,
      settings: { Policies: { PasswordPolicy: { MinimumLength: 12 } }, MfaConfiguration: 'ON', PoolName: 'same' },
      dataKeys: { general: { wrapped: 'one secret' } },
    };
    const after = {
      ...before,
      version: 4,
      settings: { Policies: { PasswordPolicy: { MinimumLength: 6 } }, MfaConfiguration: 'OFF', PoolName: 'same' },
      dataKeys: { general: { wrapped: 'another secret' } },
    };
    const { key, type } = pool(undefined);
    expect(changesOf({ key, type, before, after })).toEqual({
      changes: [
        {
          type: 'UserPool',
          id: 'eu-west-1_AbCdEfGhI',
          change: 'changed',
          differences: [
            { path: 'dataKeys.general.wrapped', from: hidden, to: hidden },
            { path: 'settings.mfaConfiguration', from: 'ON', to: 'OFF' },
            { path: 'settings.policies.passwordPolicy.minimumLength', from: 12, to: 6 },
          ],
        },
      ],
    });
  });

  it('says what was made, and what was removed, and leaves out what only counted up a version', () => {
    const { key, type } = pool(undefined);
    const data = { id: 'a', name: 'shop', version: 1 };
    expect(
      changesOf(
        { key, type, after: data },
        { key, type, before: data, after: { ...data, version: 2 } },
        { key, type, before: data },
      ),
    ).toEqual({
      changes: [
        { type, id: 'a', change: 'created', settings: data },
        { type, id: 'a', change: 'removed', settings: data },
      ],
    });
  });

  it('is bounded, however much is in it', () => {
    const long = Array.from({ length: 1000 }, (_none, index) => `https://example.com/${index}/${'x'.repeat(2000)}`);
    const nested = Object.fromEntries(
      long.map((url, index) => [`name${index}`, { CallbackURLs: long.slice(0, 30), url }]),
    );
    const { key, type } = pool(undefined);
    const many = Array.from({ length: 100 }, () => ({ key, type, before: nested, after: { ...nested, id: 'a' } }));
    const details = auditedOperation(call({ request: nested, changes: [...many, { key, type, after: nested }] }));
    expect(JSON.stringify(details).length).toBeLessThan(64 * 1024);
    expect(details.requestParameters).toMatchObject({ omitted: true, reason: 'requestParameters too large' });
  });

  it('shows no text under a name that is on no list, wherever it stands', () => {
    const name = fc.oneof(
      fc.constantFrom('Password', 'Session', 'secret', '__proto__', 'Value', 'Username', 'constructor'),
      fc.string({ minLength: 1 }),
    );
    const unlisted = name.filter(
      (one) =>
        ![shownMembers, shownWhole, hiddenWhole].some(
          (list) => list.has(one) || list.has(one.charAt(0).toLowerCase() + one.slice(1)),
        ),
    );
    const secret = 'a text that nobody sees';
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constant(secret),
        fc.constant(Buffer.from(secret)),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(unlisted, tie('value'), { maxKeys: 3 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(unlisted, value), fc.dictionary(unlisted, value), (one, other) => {
        const change = { key: 'a', type: 'UserPool', before: one, after: other };
        const told = JSON.stringify(auditedOperation(call({ request: one, response: other, changes: [change] })));
        expect(told).not.toContain(secret);
        expect(told).not.toContain(JSON.stringify([...Buffer.from(secret).subarray(0, 8)]).slice(1, -1));
      }),
    );
  });
});
