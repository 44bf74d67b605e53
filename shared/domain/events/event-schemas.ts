import * as v from 'valibot';

const text = v.string();
const texts = v.array(text);
const nothing = v.strictObject({});

const attributeNames = v.pipe(texts, v.description('Names of attributes, sorted.'));
const attributeValues = v.pipe(
  v.record(text, text),
  v.description('Values of those that a setting lists. They are left out where they are too long for an event.'),
);
const clientId = v.pipe(text, v.description('The app client.'));
const sessionId = v.pipe(text, v.description('As in ListUserSessions.'));
const deviceKey = v.pipe(text, v.description('As in ListDevices.'));
const provider = v.pipe(text, v.description('The name of the identity provider.'));
const changed = v.pipe(texts, v.description('What changed: names of members as they are stored, without values.'));
const methods = v.pipe(texts, v.description('What was proved: methods of RFC 8176.'));
const expiresAt = v.pipe(text, v.isoTimestamp(), v.description('When it ends by itself, for which there is no event.'));
const riskLevel = v.picklist(['Low', 'Medium', 'High']);
const link = v.strictObject({ provider, providerType: text });
const attempt = v.strictObject({
  eventId: v.pipe(text, v.description('As in AdminListUserAuthEvents.')),
  clientId: v.optional(clientId),
  challenges: v.pipe(texts, v.description('What was asked and answered, such as Password.')),
  riskLevel: v.optional(riskLevel),
  compromisedPassword: v.pipe(v.boolean(), v.description('True where the password is known elsewhere.')),
});

const told = <Schema extends v.GenericSchema>(what: string, schema: Schema) => v.pipe(schema, v.description(what));

/** What each event tells, by the event's type. docs/events.md shows the same as JSON Schema. */
export const eventDetails = {
  UserCreated: told(
    'A user was made: by a sign-up, by an administrator, by an import, or by a first sign-in through a provider.',
    v.strictObject({
      status: text,
      enabled: v.boolean(),
      attributes: attributeNames,
      values: v.optional(attributeValues),
      groups: v.pipe(texts, v.description('Names of groups.')),
      providers: v.pipe(texts, v.description('Names of the identity providers that the user is linked with.')),
    }),
  ),
  UserConfirmed: told('A user who signed up was confirmed.', nothing),
  UserStatusChanged: told(
    'The status of a user changed in another way than by a confirmation. RESET_REQUIRED means that the password was reset.',
    v.strictObject({ from: text, to: text }),
  ),
  UserAttributesChanged: told(
    'Attributes of a user got other values, or were removed.',
    v.strictObject({ changed: attributeNames, removed: attributeNames, values: v.optional(attributeValues) }),
  ),
  EmailVerified: told('The e-mail address of a user is verified from now on.', nothing),
  PhoneNumberVerified: told('The phone number of a user is verified from now on.', nothing),
  UserDisabled: told('A user was disabled.', nothing),
  UserEnabled: told('A user was enabled.', nothing),
  UserDeleted: told('A user was deleted, alone or with the pool. What the user had is deleted, too.', nothing),
  UserMerged: told(
    'Another user was merged into this one.',
    v.strictObject({ mergedSub: v.pipe(text, v.description('The sub of the other one, who is deleted.')) }),
  ),
  UserJoinedGroup: told('A user joined a group.', v.strictObject({ group: text })),
  UserLeftGroup: told('A user left a group.', v.strictObject({ group: text })),
  UserLinked: told('A user can sign in through a provider from now on.', link),
  UserUnlinked: told('A user cannot sign in through that account any more.', link),
  MfaPreferenceChanged: told(
    'A user has other second factors than before, or prefers another one.',
    v.strictObject({ enabled: texts, preferred: v.optional(text) }),
  ),
  PasswordChanged: told(
    'A user has a new password.',
    v.strictObject({
      temporary: v.pipe(v.boolean(), v.description('True where it has to be changed at the next sign-in.')),
      first: v.pipe(v.boolean(), v.description('True where the user had none before.')),
    }),
  ),
  PasswordRemoved: told('A user has no password any more.', nothing),
  SoftwareTokenAdded: told('A user set up an authenticator app, or another one.', nothing),
  SoftwareTokenRemoved: told('A user has no authenticator app any more.', nothing),
  RecoveryCodesCreated: told('A user has new recovery codes.', nothing),
  PasskeyAdded: told(
    'A user registered a passkey.',
    v.strictObject({ credentialId: text, name: text, relyingPartyId: text }),
  ),
  PasskeyRemoved: told('A passkey of a user was removed.', v.strictObject({ credentialId: text })),
  DeviceConfirmed: told(
    'A user confirmed a device.',
    v.strictObject({ deviceKey, name: v.optional(text), remembered: v.boolean() }),
  ),
  DeviceStatusChanged: told(
    'A device is remembered from now on, or not any more.',
    v.strictObject({ deviceKey, remembered: v.boolean() }),
  ),
  DeviceForgotten: told('A device of a user was forgotten.', v.strictObject({ deviceKey })),
  UserSignedIn: told(
    'A sign-in gave tokens. A refresh of them is no event.',
    v.strictObject({
      sessionId,
      clientId,
      scopes: texts,
      methods: v.optional(methods),
      provider: v.optional(provider),
      expiresAt,
    }),
  ),
  SignInFailed: told('A sign-in failed. Only pools with threat protection keep that, so only they tell.', attempt),
  SignInBlocked: told('Threat protection refused a sign-in.', attempt),
  SessionStarted: told(
    'A browser got a session of the pages.',
    v.strictObject({ sessionId, clientId, methods, provider: v.optional(provider), expiresAt }),
  ),
  SessionEnded: told(
    'A session was ended: its tokens were revoked, or the browser signed out.',
    v.strictObject({ sessionId }),
  ),
  UserSignedOut: told('All sessions of a user were ended at once.', nothing),
  UserPoolCreated: told('A user pool was made.', v.strictObject({ name: text })),
  UserPoolChanged: told('Settings of a user pool changed.', v.strictObject({ name: text, changed })),
  UserPoolDeleted: told('A user pool was deleted.', v.strictObject({ name: text })),
  AppClientCreated: told('An app client was made.', v.strictObject({ clientId, name: text })),
  AppClientChanged: told('Settings of an app client changed.', v.strictObject({ clientId, name: text, changed })),
  AppClientDeleted: told(
    'An app client was deleted, or had registered itself and expired.',
    v.strictObject({ clientId, name: text }),
  ),
} as const;

export type EventType = keyof typeof eventDetails;

export type DetailsOf<Type extends EventType> = v.InferOutput<(typeof eventDetails)[Type]>;

/** What all events have. */
export const eventEnvelope = v.strictObject({
  id: v.pipe(text, v.regex(/^[0-9a-f]{32}$/), v.description('The same each time that the event is delivered.')),
  type: text,
  version: v.pipe(v.literal('1'), v.description('Another one where a member changes its meaning or goes away.')),
  time: v.pipe(text, v.isoTimestamp(), v.description('When it was stored, to the second.')),
  sequence: v.pipe(
    text,
    v.regex(/^\d{40}\.\d{3}$/),
    v.description('Of two events about one user, the later one has the greater text.'),
  ),
  userPoolId: text,
  user: v.optional(
    v.strictObject({
      sub: text,
      username: v.pipe(v.optional(text), v.description('Only in events that come from the profile.')),
      version: v.pipe(
        v.optional(v.pipe(v.number(), v.integer())),
        v.description('How often the profile was changed. Only in events that come from it.'),
      ),
    }),
  ),
  details: v.record(text, v.unknown()),
});

/** Whom an event is about. */
export type EventUser = NonNullable<v.InferOutput<typeof eventEnvelope>['user']>;

/** The type of an event, with what it tells. */
export type Told = { readonly [Type in EventType]: readonly [type: Type, details: DetailsOf<Type>] }[EventType];

/** Something that happened. */
export interface Happening {
  readonly userPoolId: string;
  /** Absent where it is about a pool or an app client. */
  readonly user?: EventUser;
  readonly told: Told;
}

/** A happening as it is sent. */
export type PoolEvent = Omit<v.InferOutput<typeof eventEnvelope>, 'type' | 'details'> & {
  readonly type: EventType;
  readonly details: DetailsOf<EventType>;
};
