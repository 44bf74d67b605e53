import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { eventDetails } from '#shared/domain/events/event-schemas.ts';
import { happeningsOf, watchedTypes } from '#shared/domain/events/item-events.ts';
import { profileEvents } from '#shared/domain/events/profile-events.ts';
import type { User } from '#shared/domain/users/user.ts';
import { newUser } from '#tests/support/new-user.ts';

const Mapping = v.object({
  Resources: v.object({
    EventStream: v.object({
      Properties: v.object({ FilterCriteria: v.object({ Filters: v.array(v.object({ Pattern: v.string() })) }) }),
    }),
  }),
});

const image = v.object({ type: v.object({ S: v.array(v.string()) }) });
const Pattern = v.object({
  dynamodb: v.union([v.object({ NewImage: image }), v.object({ OldImage: image })]),
});

it('Lambda hands over the items that are watched, and no others', () => {
  const { Resources } = v.parse(Mapping, parse(readFileSync('resources/events.yml', 'utf8')));
  const types = Resources.EventStream.Properties.FilterCriteria.Filters.map(({ Pattern: text }) => {
    const { dynamodb } = v.parse(Pattern, JSON.parse(text));
    return 'NewImage' in dynamodb ? dynamodb.NewImage.type.S : dynamodb.OldImage.type.S;
  });
  expect(types).toEqual([[...watchedTypes], [...watchedTypes]]);
});

const poolId = 'us-east-1_abcdefghi';
const user = (facts: Partial<User>): User => newUser(poolId, 'ada', facts);
const told = (before: Partial<User>, after: Partial<User>, shown: readonly string[] = []) =>
  profileEvents({ before: user(before), after: user(after) }, new Set(shown));

describe('A change of a profile', () => {
  it.each<readonly [string, Partial<User>, Partial<User>, readonly unknown[]]>([
    ['of nothing that anybody is told', { version: 1, updatedAt: 1, copiedFor: 'a' }, { version: 2, updatedAt: 2 }, []],
    ['of the address that waits for its code', { pending: {} }, { pending: { email: 'b@example.com' } }, []],
    ['that confirms', { status: 'UNCONFIRMED' }, { status: 'CONFIRMED' }, [['UserConfirmed', {}]]],
    [
      'that ends a reset',
      { status: 'RESET_REQUIRED' },
      { status: 'CONFIRMED' },
      [['UserStatusChanged', { from: 'RESET_REQUIRED', to: 'CONFIRMED' }]],
    ],
    [
      'that takes a verification back',
      { attributes: { email: 'a@example.com', email_verified: 'true' } },
      { attributes: { email: 'a@example.com', email_verified: 'false' } },
      [['UserAttributesChanged', { changed: ['email_verified'], removed: [] }]],
    ],
    [
      'of a group that was made anew under its name',
      { groups: [{ id: '1', name: 'staff' }] },
      { groups: [{ id: '2', name: 'staff' }] },
      [
        ['UserLeftGroup', { group: 'staff' }],
        ['UserJoinedGroup', { group: 'staff' }],
      ],
    ],
    [
      'of the preferred factor alone',
      { mfa: { enabled: ['SMS_MFA', 'EMAIL_OTP'], preferred: 'SMS_MFA' } },
      { mfa: { enabled: ['EMAIL_OTP', 'SMS_MFA'] } },
      [['MfaPreferenceChanged', { enabled: ['EMAIL_OTP', 'SMS_MFA'] }]],
    ],
  ])('%s', (_what, before, after, events) => {
    expect(told(before, after)).toEqual(events);
  });

  it('tells values of listed attributes alone', () => {
    const before = { attributes: { email: 'a@example.com', name: 'Ada' } };
    const after = { attributes: { email: 'b@example.com', name: 'Ada L.' } };
    expect(told(before, after, ['email', 'sub'])).toEqual([
      ['UserAttributesChanged', { changed: ['email', 'name'], removed: [], values: { email: 'b@example.com' } }],
    ]);
  });
});

const attributes = fc.dictionary(
  fc.constantFrom('email', 'email_verified', 'phone_number_verified', 'name', 'custom:plan', '__proto__'),
  fc.stringMatching(/^[a-z]{20}$/),
);
const facts: fc.Arbitrary<Partial<User>> = fc.record({
  attributes,
  status: fc.constantFrom('UNCONFIRMED', 'CONFIRMED', 'RESET_REQUIRED', 'FORCE_CHANGE_PASSWORD'),
  enabled: fc.boolean(),
  groups: fc.array(fc.record({ id: fc.constantFrom('1', '2'), name: fc.constantFrom('staff', 'guests') })),
  mfa: fc.record({ enabled: fc.subarray(['SMS_MFA', 'EMAIL_OTP'] as const) }),
  signOuts: fc.nat(2),
});

it('whatever changes in a profile, its events have their forms, and no value that is not listed', () => {
  fc.assert(
    fc.property(fc.option(facts, { nil: undefined }), facts, (before, after) => {
      const change = { before: before && user(before), after: user(after) };
      const events = profileEvents(change, new Set(['custom:plan']));
      for (const [type, details] of events) v.parse(eventDetails[type], details);
      const { 'custom:plan': listed, ...others } = { ...before?.attributes, ...after.attributes };
      const text = JSON.stringify(events);
      for (const value of Object.values(others)) if (value !== listed) expect(text).not.toContain(value);
      if (before) expect(profileEvents({ ...change, after: change.before }, new Set())).toEqual([]);
    }),
  );
});

it('what is noted under a name that nobody has is no event', () => {
  const event = {
    id: 'a',
    sub: '',
    type: 'SignIn',
    createdAt: 0,
    response: 'Fail',
    risk: { decision: 'NoRisk', reasons: [], compromised: false },
    challenges: [],
    context: {},
    attempt: { at: 0, agent: {} },
  } as const;
  const change = { type: 'AuthEvent', poolId, before: undefined } as const;
  expect(happeningsOf({ ...change, after: event }, new Set())).toEqual([]);
  expect(happeningsOf({ ...change, after: { ...event, sub: 'b' } }, new Set())).toHaveLength(1);
});

it('no schema of an event has a member for what must never go out', () => {
  const members = JSON.stringify(eventDetails).match(/"entries":/g);
  expect(members).not.toBeNull();
  const names = Object.values(eventDetails).flatMap((schema) => Object.keys(schema.entries));
  expect(names.filter((name) => /hash|phc|secret|seed|salt|verifier|code|token/i.test(name))).toEqual([]);
});
