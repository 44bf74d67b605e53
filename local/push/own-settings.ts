/** Settings of a pool that only this service has, where they are not the usual ones. */
import * as v from 'valibot';
import type { AppClient } from '#shared/domain/app-clients/app-client.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { toClientOAuth } from '#shared/wire/client-oauth.ts';
import { toLinkingPolicy } from '#shared/wire/linking-policy.ts';
import { toMessageLimits } from '#shared/wire/message-limits.ts';
import { toPasswordBlocklist } from '#shared/wire/password-blocklist.ts';
import { toRegistrationSettings } from '#shared/wire/registration-settings.ts';
import { toRiskSettings } from '#shared/wire/risk-settings.ts';
import { toSearchSettings } from '#shared/wire/search-settings.ts';
import { toSignInSettings } from '#shared/wire/sign-in-settings.ts';
import { toTokenSettings } from '#shared/wire/token-settings.ts';
import type { Api } from '../cli/api.ts';
import { isSame } from '../pull/comparable.ts';
import type { Note } from '../pull/notes.ts';
import type { PoolFacts } from '../pull/pool-facts.ts';

const times = { createdAt: 0, updatedAt: 0, version: 0 };
const dataKeys = { general: new Uint8Array() };
const untouched: UserPool = { id: '', name: '', settings: {}, schema: [], dataKeys, ...times };
const untouchedClient: AppClient = { id: '', poolId: '', name: '', settings: {}, secrets: [], ...times };

/** What is set, by the setting without its verb, and what a pool says of it in which nobody has set it. */
const ofPools: Readonly<Record<string, object>> = {
  UserPoolSignInSettings: toSignInSettings(untouched),
  UserPoolTokenSettings: toTokenSettings(untouched),
  UserPoolPasswordBlocklist: toPasswordBlocklist(untouched),
  UserPoolMessageLimits: toMessageLimits(untouched),
  UserPoolRegistrationSettings: toRegistrationSettings(untouched),
  UserPoolLinkingPolicy: toLinkingPolicy(untouched, []),
  UserPoolRiskSettings: toRiskSettings(''),
  UserPoolSearchSettings: toSearchSettings({ pool: untouched, indexedUsers: undefined }),
};

const Answer = v.record(v.string(), v.unknown());

// Whose they are is said in each.
const withoutIds = (settings: object): object => {
  const { UserPoolId: _pool, ClientId: _client, ...rest } = v.parse(Answer, settings);
  return rest;
};

const isUsual = (answer: object, usual: object): boolean => isSame(withoutIds(answer), withoutIds(usual));

const note = (setting: string, names?: readonly string[]): Note => ({
  about: 'settings of our own',
  what: `What Set${setting} has set is not taken: Cognito has no such settings.`,
  todo: `Get${setting} tells what it is. See whether the app can do without.`,
  ...(names && { names }),
});

/** Notes of the settings that Cognito does not have, where they are not the usual ones. */
export const ownNotes = async ({ own }: Api, { pool, clients }: PoolFacts): Promise<readonly Note[]> => {
  const notes: Note[] = [];
  const UserPoolId = pool.Id;
  for (const [setting, usual] of Object.entries(ofPools)) {
    const answer = await own(`Get${setting}`, { UserPoolId }, Answer);
    if (!isUsual(answer, usual)) notes.push(note(setting));
  }
  const special: string[] = [];
  const usual = toClientOAuth(untouchedClient);
  for (const [ClientId, { ClientName = '' }] of clients) {
    const answer = await own('GetUserPoolClientOAuthSettings', { UserPoolId, ClientId }, Answer);
    if (!isUsual(answer, usual)) special.push(`${ClientId} (${ClientName})`);
  }
  return special.length === 0 ? notes : [...notes, note('UserPoolClientOAuthSettings', special)];
};
