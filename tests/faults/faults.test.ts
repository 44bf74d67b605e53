import { describe, expect, it } from 'vitest';
import type { Befalling } from './fault.ts';
import { attributes } from './flows/attributes.ts';
import { codes } from './flows/codes.ts';
import { customAuth } from './flows/custom-auth.ts';
import { devices } from './flows/devices.ts';
import { poolExports } from './flows/exports.ts';
import { groups } from './flows/groups.ts';
import { imports } from './flows/imports.ts';
import { mfa } from './flows/mfa.ts';
import { passkeys } from './flows/passkeys.ts';
import { passwords } from './flows/passwords.ts';
import { poolChanges } from './flows/pool-changes.ts';
import { search } from './flows/search.ts';
import { sessions } from './flows/sessions.ts';
import { signIns } from './flows/sign-in.ts';
import { signUps } from './flows/sign-up.ts';
import { sweep } from './sweep.ts';

const flows = [
  ...signUps,
  ...passwords,
  ...attributes,
  ...signIns,
  ...codes,
  ...customAuth,
  ...devices,
  ...passkeys,
  ...mfa,
  ...groups,
  ...imports,
  ...poolChanges,
  ...poolExports,
  ...search,
  ...sessions,
];

const whenever: readonly (readonly [when: string, befalls: Befalling])[] = [
  ['a request to the store fails', 'refused'],
  ['the store does not answer a write', 'stalled'],
  ['it dies after a write', 'killed'],
  ['it hears nothing of a write and makes it again', 'repeated'],
  ['a write is made after the client asked again', 'late'],
];

describe.each(whenever)('whenever %s', (_when, befalls) => {
  it.each(flows.map((flow) => [[flow.operation, flow.way].filter(Boolean).join(', '), flow] as const))(
    'a retry finishes %s',
    { timeout: 120_000 },
    async (_name, flow) => {
      const struck = await sweep(flow, befalls);
      expect(struck).not.toHaveLength(0);
    },
  );
});
