import type { AppClient } from '../app-clients/app-client.ts';
import { clientIdOf } from '../app-clients/app-client.ts';
import type { Device } from '../devices/device.ts';
import type { SsoSession } from '../oauth/sso-session.ts';
import type { Passkey } from '../passkeys/passkey.ts';
import type { RecoveryCodes } from '../recovery-codes/recovery-codes.ts';
import type { AuthEvent } from '../risk/auth-event.ts';
import { toSessionId } from '../sessions/session-id.ts';
import type { TokenFamily } from '../tokens/token-family.ts';
import type { SoftwareToken } from '../totp/software-token.ts';
import type { UserPool } from '../user-pools/user-pool.ts';
import type { PasswordCredential, User } from '../users/user.ts';
import type { DetailsOf, EventUser, Happening, Told } from './event-schemas.ts';
import { type Change, profileEvents, type ShownAttributes } from './profile-events.ts';

/** Items whose changes are events, by the type in the item. Whose an item is may be beside its data. */
export interface Watched {
  readonly User: User;
  readonly Password: PasswordCredential & { readonly sub?: string };
  readonly SoftwareToken: SoftwareToken;
  readonly RecoveryCodes: RecoveryCodes;
  readonly Passkey: Passkey;
  readonly Device: Device;
  readonly TokenFamily: TokenFamily;
  readonly SsoSession: SsoSession;
  readonly AuthEvent: AuthEvent;
  readonly UserPool: UserPool;
  readonly AppClient: AppClient;
}

export type WatchedType = keyof Watched;

/** One change of one item. */
export interface ItemChange<Type extends WatchedType> extends Change<Watched[Type]> {
  readonly type: Type;
  /** The pool that its key names; undefined where the item says which pool it is about. */
  readonly poolId: string | undefined;
}

type Rule<Type extends WatchedType> = (change: Change<Watched[Type]>, shown: ShownAttributes) => readonly Told[];

const isoTime = (epochMs: number): string => new Date(epochMs).toISOString();

const password: Rule<'Password'> = ({ before, after }) => {
  if (!after) return [['PasswordRemoved', {}]];
  // A sign-in may hash the same password again.
  if (before?.setAt === after.setAt) return [];
  return [['PasswordChanged', { temporary: after.temporaryUntil !== undefined, first: before === undefined }]];
};

const softwareToken: Rule<'SoftwareToken'> = ({ before, after }) => {
  if (!after) return [['SoftwareTokenRemoved', {}]];
  const isSame = before !== undefined && Buffer.from(before.seed).equals(after.seed);
  return isSame ? [] : [['SoftwareTokenAdded', {}]];
};

const recoveryCodes: Rule<'RecoveryCodes'> = ({ before, after }) =>
  after && before?.createdAt !== after.createdAt ? [['RecoveryCodesCreated', {}]] : [];

const passkey: Rule<'Passkey'> = ({ before, after }) => {
  if (!after) return before ? [['PasskeyRemoved', { credentialId: before.credentialId }]] : [];
  const { credentialId, friendlyName: name, relyingPartyId, sub } = after;
  return before?.sub === sub ? [] : [['PasskeyAdded', { credentialId, name, relyingPartyId }]];
};

const device: Rule<'Device'> = ({ before, after }) => {
  if (!after) return before ? [['DeviceForgotten', { deviceKey: before.key }]] : [];
  const { key: deviceKey, name, remembered } = after;
  if (!before) return [['DeviceConfirmed', { deviceKey, ...(name !== undefined && { name }), remembered }]];
  return before.remembered === remembered ? [] : [['DeviceStatusChanged', { deviceKey, remembered }]];
};

const tokenFamily: Rule<'TokenFamily'> = ({ before, after }) => {
  if (!after) return [];
  const { id, clientId, scope, amr, providerName: provider, expiresAt, revoked } = after;
  const sessionId = toSessionId(id);
  if (before) return revoked && !before.revoked ? [['SessionEnded', { sessionId }]] : [];
  const details = {
    sessionId,
    clientId,
    scopes: scope.split(' ').filter(Boolean),
    ...(amr && { methods: [...amr] }),
    ...(provider !== undefined && { provider }),
    expiresAt: isoTime(expiresAt),
  };
  return [['UserSignedIn', details]];
};

const ssoSession: Rule<'SsoSession'> = ({ before, after }) => {
  if (!after) return [];
  const { id, clientId, amr, providerName: provider, expiresAt, ended } = after;
  const sessionId = toSessionId(id, 'sso');
  if (before) return ended && !before.ended ? [['SessionEnded', { sessionId }]] : [];
  const more = { ...(provider !== undefined && { provider }), expiresAt: isoTime(expiresAt) };
  return [['SessionStarted', { sessionId, clientId, methods: [...amr], ...more }]];
};

const attemptOf = ({ id, clientId, challenges, risk }: AuthEvent): DetailsOf<'SignInFailed'> => ({
  eventId: id,
  ...(clientId !== undefined && { clientId }),
  challenges: challenges.map(({ name }) => name),
  ...(risk.level !== undefined && { riskLevel: risk.level }),
  compromisedPassword: risk.compromised,
});

const authEvent: Rule<'AuthEvent'> = ({ before, after }) => {
  if (after?.type !== 'SignIn' || after.response !== 'Fail' || before?.response === 'Fail') return [];
  return [[after.risk.decision === 'Block' ? 'SignInBlocked' : 'SignInFailed', attemptOf(after)]];
};

// Members that say how the item is kept, and not what somebody set.
const ofStorage: ReadonlySet<string> = new Set(['version', 'updatedAt', 'dataKeys']);

const membersOf = (settings: object): ReadonlyMap<string, string> =>
  new Map(Object.entries(settings).map(([name, value]) => [name, JSON.stringify(value) ?? '']));

const changedIn = (before: object, after: object): string[] => {
  const [former, present] = [membersOf(before), membersOf(after)];
  return [...new Set([...former.keys(), ...present.keys()])]
    .filter((name) => former.get(name) !== present.get(name))
    .sort();
};

const settingsChanged = (
  { settings: former, ...before }: UserPool | AppClient,
  { settings: present, ...after }: UserPool | AppClient,
): string[] => [...changedIn(before, after).filter((name) => !ofStorage.has(name)), ...changedIn(former, present)];

const userPool: Rule<'UserPool'> = ({ before, after }) => {
  if (!after) return before ? [['UserPoolDeleted', { name: before.name }]] : [];
  if (!before) return [['UserPoolCreated', { name: after.name }]];
  const changed = settingsChanged(before, after);
  return changed.length > 0 ? [['UserPoolChanged', { name: after.name, changed }]] : [];
};

const appClient: Rule<'AppClient'> = ({ before, after }) => {
  const present = after ?? before;
  if (!present) return [];
  const names = { clientId: clientIdOf(present), name: present.name };
  if (!after) return [['AppClientDeleted', names]];
  if (!before) return [['AppClientCreated', names]];
  const changed = settingsChanged(before, after);
  return changed.length > 0 ? [['AppClientChanged', { ...names, changed }]] : [];
};

const rules: { readonly [Type in WatchedType]: Rule<Type> } = {
  User: profileEvents,
  Password: password,
  SoftwareToken: softwareToken,
  RecoveryCodes: recoveryCodes,
  Passkey: passkey,
  Device: device,
  TokenFamily: tokenFamily,
  SsoSession: ssoSession,
  AuthEvent: authEvent,
  UserPool: userPool,
  AppClient: appClient,
};

/** The types of the items whose changes are events. */
export const watchedTypes: ReadonlySet<string> = new Set(Object.keys(rules));

/** True for the type of an item whose changes are events. */
export const isWatchedType = (type: unknown): type is WatchedType => typeof type === 'string' && watchedTypes.has(type);

const userOf = (item: Watched[WatchedType]): EventUser | undefined => {
  if ('username' in item) return { sub: item.sub, username: item.username, version: item.version };
  return 'sub' in item && item.sub ? { sub: item.sub } : undefined;
};

const poolOf = (item: Watched[WatchedType], named: string | undefined): string | undefined => {
  if ('poolId' in item) return item.poolId;
  return 'dataKeys' in item ? item.id : named;
};

/**
 * What one change of an item tells, in the order in which it is to be read. Nothing, where it is of nobody: sign-ins are
 * also noted under names that no user has.
 */
export const happeningsOf = <Type extends WatchedType>(
  change: ItemChange<Type>,
  shown: ShownAttributes,
): readonly Happening[] => {
  const item: Watched[WatchedType] | undefined = change.after ?? change.before;
  if (!item) return [];
  const user = userOf(item);
  const userPoolId = poolOf(item, change.poolId);
  const isOfPool = change.type === 'UserPool' || change.type === 'AppClient';
  if (userPoolId === undefined || (!user && !isOfPool)) return [];
  return rules[change.type](change, shown).map((told) => ({ userPoolId, ...(user && { user }), told }));
};
