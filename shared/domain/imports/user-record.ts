import * as v from 'valibot';
import { providerTypes } from '../federation/identity-provider.ts';
import { termsNames } from '../terms/terms.ts';
import { nameForm } from '../users/comparison.ts';
import { mostLinks, mostUnlinked } from '../users/identities.ts';

// ISO 8601, as people read these files.
const Time = v.pipe(v.string(), v.isoTimestamp());
const Base64 = v.pipe(v.string(), v.base64());
const Base64Url = v.pipe(v.string(), v.regex(/^[\w-]+$/, 'Invalid base64url'));
const Hex = v.pipe(v.string(), v.regex(/^(?:[\da-f]{2})+$/i, 'Invalid hex'));
// The store takes no half of a surrogate pair as text, and no number beyond these limits.
const Words = v.pipe(v.string(), v.regex(/^\P{Cs}*$/u, 'No text in Unicode'));
const Text = v.pipe(Words, v.minLength(1));
const Whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const SecondFactor = v.picklist(['SMS_MFA', 'EMAIL_OTP', 'SOFTWARE_TOKEN_MFA']);

const Password = v.strictObject({
  /** In a form that `shared/domain/passwords` verifies. */
  hash: Text,
  /** Works only in a pool whose id ends in `poolName`: the name is part of the proof. */
  srp: v.optional(v.strictObject({ poolName: Text, userId: Text, salt: Hex, verifier: Base64 })),
  setAt: v.optional(Time),
  /** When a temporary password stops working. */
  temporaryUntil: v.optional(Time),
  /** Hashes of former passwords, latest first. */
  history: v.optional(v.array(Text)),
});

const SoftwareToken = v.strictObject({
  /** Base32, as in an otpauth URI. */
  seed: v.pipe(v.string(), v.regex(/^[A-Z2-7]+=*$/, 'Invalid base32')),
  friendlyName: v.optional(Words),
  /** The latest time step from which a code was accepted. */
  lastStep: v.optional(Whole),
});

const Passkey = v.strictObject({
  credentialId: Base64Url,
  /** COSE key. */
  publicKey: Base64,
  counter: Whole,
  transports: v.array(Words),
  attachment: v.optional(v.picklist(['platform', 'cross-platform'])),
  friendlyName: Words,
  relyingPartyId: Text,
  createdAt: Time,
});

const Device = v.strictObject({
  key: Text,
  groupKey: Text,
  name: v.optional(Words),
  remembered: v.boolean(),
  salt: Hex,
  verifier: Base64,
  createdAt: Time,
  updatedAt: Time,
  authenticatedAt: Time,
  lastIpAddress: v.optional(Words),
});

const RecoveryCodes = v.strictObject({
  /** The key of the HMACs. */
  key: Base64,
  /** For the HMAC of each code, whether it is unused. */
  codes: v.record(Words, v.boolean()),
  createdAt: Time,
});

const AcceptedTerms = v.strictObject({
  termsId: v.pipe(v.string(), v.uuid()),
  name: v.picklist(termsNames),
  clientId: v.pipe(v.string(), v.regex(/^[\w+]{1,128}$/, 'No id of an app client')),
  link: v.pipe(Text, v.maxLength(1024)),
  language: v.pipe(v.string(), v.regex(/^[A-Za-z\d-]{1,35}$/, 'No language')),
  /** When the links of the document had last been changed. */
  updatedAt: Time,
  acceptedAt: Time,
});

const named = {
  providerName: v.pipe(Text, v.maxLength(32)),
  attribute: v.optional(v.pipe(Text, v.maxLength(2048))),
  userId: v.pipe(Text, v.maxLength(2048)),
};

const UnlinkedIdentity = v.strictObject(named);

const Identity = v.strictObject({
  ...named,
  providerType: v.picklist(providerTypes),
  issuer: v.optional(v.pipe(Text, v.maxLength(2048))),
  primary: v.boolean(),
  createdAt: Time,
});

/** A user with all that belongs to it, as a line of a file. Exports write it and imports read it. */
export const UserRecordType = v.strictObject({
  type: v.literal('user'),
  username: v.pipe(Text, v.maxLength(128)),
  // Whatever stores UUIDs as UUIDs does not tell capitals from small letters.
  sub: v.optional(v.pipe(v.string(), v.uuid(), v.toLowerCase())),
  status: v.optional(
    v.picklist(['UNCONFIRMED', 'CONFIRMED', 'EXTERNAL_PROVIDER', 'RESET_REQUIRED', 'FORCE_CHANGE_PASSWORD']),
  ),
  enabled: v.optional(v.boolean()),
  /** True for a user that another pool had. Its username and values stay, even those that new users may not have. */
  existing: v.optional(v.boolean()),
  attributes: v.optional(v.record(v.string(), v.string())),
  /** New values of email and phone_number that wait for verification by a code. */
  pending: v.optional(v.record(v.string(), v.string())),
  createdAt: v.optional(Time),
  updatedAt: v.optional(Time),
  groups: v.optional(v.array(Text)),
  mfa: v.optional(v.strictObject({ enabled: v.array(SecondFactor), preferred: v.optional(SecondFactor) })),
  /** What the user agreed to at the sign-up. */
  acceptedTerms: v.optional(v.pipe(v.array(AcceptedTerms), v.minLength(1), v.maxLength(termsNames.length))),
  /** Present where an administrator took the password away. */
  passwordDisabled: v.optional(v.literal(true)),
  /** Present where the password is still to come from a former pool, by UserMigration. */
  awaitsMigration: v.optional(v.literal(true)),
  /** Accounts elsewhere by which the user signs in. */
  identities: v.optional(v.pipe(v.array(Identity), v.minLength(1), v.maxLength(mostLinks + 1))),
  /** Accounts elsewhere that are not to be linked again unasked. */
  unlinked: v.optional(v.pipe(v.array(UnlinkedIdentity), v.minLength(1), v.maxLength(mostUnlinked))),
  /** Who vouched for the e-mail last, for which address, and when. */
  emailFrom: v.optional(
    v.strictObject({
      provider: v.pipe(Text, v.maxLength(32)),
      email: v.pipe(Text, v.maxLength(2048)),
      at: v.optional(Time),
    }),
  ),
  password: v.optional(Password),
  softwareToken: v.optional(SoftwareToken),
  passkeys: v.optional(v.array(Passkey)),
  devices: v.optional(v.array(Device)),
  recoveryCodes: v.optional(RecoveryCodes),
});

/** A group as a line of a file. It stands before the users that are in it. */
export const GroupRecordType = v.strictObject({
  type: v.literal('group'),
  name: v.pipe(v.string(), v.regex(nameForm, 'No name of a group')),
  description: v.optional(v.pipe(Words, v.maxLength(2048))),
  precedence: v.optional(v.pipe(Whole, v.maxValue(2 ** 31 - 1))),
  roleArn: v.optional(v.pipe(v.string(), v.regex(/^arn:[\w+=/,.@:-]{16,2044}$/, 'No ARN'))),
});

export type UserRecordLine = v.InferOutput<typeof UserRecordType>;
export type GroupRecordLine = v.InferOutput<typeof GroupRecordType>;
