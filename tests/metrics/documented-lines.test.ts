import { readFileSync } from 'node:fs';
import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { makePool, makeUser, password } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';
import { endOfLog } from './emf.ts';

// What the page of the documentation shows is what functions print, and its queries name members of that.
const page = readFileSync(new URL('../../docs/monitoring.md', import.meta.url), 'utf8');

type Line = Readonly<Record<string, unknown>>;

const documented = new Map<string, Line>(
  [...page.matchAll(/<!-- line: (\S+) -->\n+```json\n(.*?)```/gs)].map(([, name = '', text = '']) => [
    name,
    JSON.parse(text),
  ]),
);

const queries = [...page.matchAll(/<!-- query of: (\S+) -->\n+```\n(.*?)```/gs)].map(
  ([, name = '', text = '']) => [name, text] as const,
);

const printedBy = async (work: () => Promise<unknown>): Promise<readonly Line[]> => {
  const byte = endOfLog();
  await work().catch((error: unknown) => error);
  const printed = readFileSync(stack().logFile ?? '').subarray(byte);
  return printed
    .toString()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
};

const isObject = (value: unknown): value is Line => typeof value === 'object' && value !== null;

/** The paths of an object's members, such as `error.name`. */
const pathsIn = (value: unknown, before = ''): readonly string[] =>
  isObject(value)
    ? Object.entries(value).flatMap(([name, member]) => [`${before}${name}`, ...pathsIn(member, `${before}${name}.`)])
    : [];

const words = new Set(
  'filter stats sort desc by as and in not like ispresent count sum avg bin rate successes requests faults refusals uses h m'.split(
    ' ',
  ),
);

/** The members that a query names. */
const membersIn = (query: string): readonly string[] =>
  query
    .replace(/"[^"]*"|\/\^?[^/\n]*\//g, '')
    .split(/[^\w.]+/)
    .filter((word) => /^[A-Za-z]/.test(word) && !words.has(word));

const signIn = async (secret: string) => {
  const pool = await makePool();
  const { username: USERNAME } = await makeUser(pool);
  const AuthParameters = { USERNAME, PASSWORD: secret };
  const flow = { ClientId: pool.clientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters } as const;
  return printedBy(() => publicClient().send(new InitiateAuthCommand(flow)));
};

/** A line without what counts by client, which the page leaves off. */
const byPoolAlone = (line: Line | undefined): Line => {
  const { UserPoolClient: _client, _aws, ...members } = line ?? {};
  const text = JSON.stringify(_aws)
    .replace(',["UserPool","UserPoolClient"]', '')
    .replaceAll('Gatehouse/test', 'Gatehouse/prod');
  return { _aws: JSON.parse(text), ...members };
};

describe('The documented lines', () => {
  it('are there, and have queries', () => {
    expect([...documented.keys()]).toEqual(['sign-in', 'failed', 'refused', 'kms']);
    expect(queries.map(([name]) => name)).toEqual(['sign-in', 'failed', 'refused', 'kms']);
  });

  it('are what a sign-in prints, but for its time and its pool', async () => {
    const lines = await signIn(password);
    const printed = byPoolAlone(lines.find((line) => line._aws !== undefined));
    const { _aws, UserPool, ...members } = documented.get('sign-in') ?? {};
    expect(printed).toEqual({
      ...members,
      UserPool: expect.any(String),
      _aws: { ...(isObject(_aws) ? _aws : {}), Timestamp: expect.any(Number) },
    });
    expect(UserPool).toMatch(/^us-east-1_\w{9}$/);
  });

  it('are what a refused sign-in prints, but for its time and its request', async () => {
    const lines = await signIn('Wrong-horse-1');
    const printed = lines.find(({ message }) => message === 'refused');
    const line = documented.get('refused') ?? {};
    const varying = { timestamp: expect.any(String), requestId: expect.any(String) };
    expect(printed).toMatchObject({ ...line, ...varying });
  });

  it.each(queries)('have the members that the query of %s names', (name, query) => {
    const members = membersIn(query);
    expect(members.length).toBeGreaterThan(0);
    expect(pathsIn(documented.get(name))).toEqual(expect.arrayContaining([...members]));
  });
});
