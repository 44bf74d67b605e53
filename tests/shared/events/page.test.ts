import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { eventPage, faultsByPage, pages } from '#tests/support/event-page.ts';

it('docs/events.md has the schema of every event; UPDATE_EVENTS=1 writes it', () => {
  const { present, expected } = pages();
  if (process.env.UPDATE_EVENTS === '1') writeFileSync(eventPage, expected);
  else expect(present).toBe(expected);
});

const event = {
  id: 'a'.repeat(32),
  type: 'UserJoinedGroup',
  version: '1',
  time: '2030-01-01T00:00:00.000Z',
  sequence: `${'0'.repeat(40)}.000`,
  userPoolId: 'us-east-1_abcdefghi',
  user: { sub: 'a', username: 'ada', version: 1 },
  details: { group: 'staff' },
};

it.each([
  ['an id of another form', { id: 'x' }],
  ['a number as sequence', { sequence: 7 }],
  ['a member that no event has', { password: 'x' }],
  ['a user without a sub', { user: { username: 'ada' } }],
  ['a detail that the event has not', { details: { group: 'staff', hash: 'x' } }],
  ['a missing detail', { details: {} }],
])('the schemas on the page refuse %s', (_what, fault) => {
  expect(faultsByPage(event)).toEqual([]);
  expect(faultsByPage({ ...event, ...fault })).not.toEqual([]);
});
