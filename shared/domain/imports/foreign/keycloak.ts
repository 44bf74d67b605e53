import * as v from 'valibot';
import { toBase64 } from '../../passwords/password-hash.ts';
import { toPbkdf2Hash } from '../../passwords/pbkdf2-hash.ts';
import { toSecretCode } from '../../totp/totp.ts';
import { nameForm } from '../../users/comparison.ts';
import { findJson } from '../json.ts';
import {
  appOf,
  type Conversion,
  type ForeignUser,
  isoTime,
  misshapen,
  present,
  type Rest,
  toForeignUser,
} from './foreign-user.ts';

const Credential = v.looseObject({
  type: v.string(),
  userLabel: v.nullish(v.string()),
  createdDate: v.nullish(v.number()),
  /** The secret itself: what realm files have that somebody wrote by hand. */
  value: v.nullish(v.string()),
  secretData: v.nullish(v.string()),
  credentialData: v.nullish(v.string()),
});

const KeycloakUser = v.looseObject({
  id: v.nullish(v.string()),
  username: v.pipe(v.string(), v.minLength(1)),
  enabled: v.nullish(v.boolean()),
  emailVerified: v.nullish(v.boolean()),
  email: v.nullish(v.string()),
  firstName: v.nullish(v.string()),
  lastName: v.nullish(v.string()),
  createdTimestamp: v.nullish(v.number()),
  attributes: v.nullish(v.record(v.string(), v.array(v.nullable(v.string())))),
  credentials: v.nullish(v.array(Credential)),
  requiredActions: v.nullish(v.array(v.string())),
  groups: v.nullish(v.array(v.string())),
  serviceAccountClientId: v.nullish(v.string()),
});

const Texts = v.record(v.string(), v.array(v.string()));

const PasswordSecret = v.looseObject({ value: v.string(), salt: v.string() });
const PasswordFacts = v.looseObject({
  algorithm: v.string(),
  hashIterations: v.number(),
  additionalParameters: v.nullish(Texts),
});

const OtpSecret = v.looseObject({ value: v.string() });
const OtpFacts = v.looseObject({
  subType: v.string(),
  digits: v.number(),
  period: v.nullish(v.number()),
  algorithm: v.string(),
  secretEncoding: v.nullish(v.string()),
});

type KeycloakCredential = v.InferOutput<typeof Credential>;

const product = 'Keycloak';

const findParsed = <Schema extends v.GenericSchema>(schema: Schema, json: string | null | undefined) => {
  const { success, output } = v.safeParse(schema, findJson(json ?? ''));
  return success ? output : undefined;
};

const digests: Readonly<Record<string, 'sha1' | 'sha256' | 'sha512'>> = {
  pbkdf2: 'sha1',
  'pbkdf2-sha256': 'sha256',
  'pbkdf2-sha512': 'sha512',
};

const toArgon2 = (facts: v.InferOutput<typeof PasswordFacts>, salt: Buffer, hash: Buffer): string => {
  const { type = ['id'], version = ['1.3'], memory = [], parallelism = ['1'] } = facts.additionalParameters ?? {};
  const cost = `m=${memory[0]},t=${facts.hashIterations},p=${parallelism[0]}`;
  return `$argon2${type[0]}$v=${version[0] === '1.3' ? 19 : 16}$${cost}$${toBase64(salt)}$${toBase64(hash)}`;
};

interface Taken<Value> {
  readonly value?: Value;
  readonly notes: readonly string[];
}

const isPlain = ({ value, secretData }: KeycloakCredential): boolean => Boolean(value) && !secretData;

const passwordOf = (credential: KeycloakCredential | undefined): Taken<string> => {
  if (!credential) return { notes: [] };
  const left = 'The password is left out, and has to be reset';
  if (isPlain(credential)) return { notes: [`${left}: the file has the password itself, and only hashes are taken.`] };
  const secret = findParsed(PasswordSecret, credential.secretData);
  const facts = findParsed(PasswordFacts, credential.credentialData);
  if (!secret || !facts) return { notes: [`${left}: it is in no form of Keycloak 8 or later.`] };
  const [salt, hash] = [Buffer.from(secret.salt, 'base64'), Buffer.from(secret.value, 'base64')];
  const digest = digests[facts.algorithm];
  if (digest) return { value: toPbkdf2Hash(digest, facts.hashIterations, salt, hash), notes: [] };
  if (facts.algorithm === 'argon2') return { value: toArgon2(facts, salt, hash), notes: [] };
  return { notes: [`${left}: ${facts.algorithm} is not known here.`] };
};

const appIn = (credential: KeycloakCredential | undefined): Taken<Rest> => {
  if (!credential) return { notes: [] };
  if (isPlain(credential))
    return { notes: ['An authenticator app is left out: it is in no form of Keycloak 8 or later.'] };
  const secret = findParsed(OtpSecret, credential.secretData);
  const facts = findParsed(OtpFacts, credential.credentialData);
  const isUsual =
    facts?.subType === 'totp' && facts.digits === 6 && (facts.period ?? 30) === 30 && facts.algorithm === 'HmacSHA1';
  if (!secret || !isUsual) {
    return { notes: ['An authenticator app is left out: only six digits of SHA-1 each thirty seconds are taken.'] };
  }
  const seed = facts.secretEncoding === 'BASE32' ? secret.value : toSecretCode(Buffer.from(secret.value));
  return { value: appOf(seed, present(credential.userLabel)), notes: [] };
};

/** A user of a Keycloak realm export; `/a/b` is the group `a/b`. */
export const fromKeycloak = (value: unknown, conversion: Conversion): ForeignUser => {
  const { success, output: user, issues } = v.safeParse(KeycloakUser, value);
  if (!success) return misshapen(product, issues);
  const { username } = user;
  if (user.serviceAccountClientId) return { refused: 'A service account is no user.', username };
  const credentials = user.credentials ?? [];
  const first = (type: string) => credentials.find((credential) => credential.type === type);
  const [password, app] = [passwordOf(first('password')), appIn(first('otp'))];
  const named = (user.groups ?? []).map((path) => path.replace(/^\//, ''));
  const groups = named.filter((name) => nameForm.test(name));
  const stated = (...names: readonly string[]): string | undefined =>
    names.map((name) => present(user.attributes?.[name]?.[0])).find((found) => found !== undefined);
  const createdAt = isoTime(user.createdTimestamp);
  const isTemporary = password.value !== undefined && (user.requiredActions ?? []).includes('UPDATE_PASSWORD');
  const others = new Set(credentials.map(({ type }) => type).filter((type) => type !== 'password' && type !== 'otp'));
  return toForeignUser(
    {
      product,
      id: present(user.id) ?? username,
      username,
      attributes: {
        email: present(user.email),
        email_verified: String(user.emailVerified ?? false),
        phone_number: stated('phoneNumber', 'phone_number'),
        phone_number_verified: stated('phoneNumberVerified', 'phone_number_verified') ?? 'false',
        given_name: present(user.firstName),
        family_name: present(user.lastName),
        name: [user.firstName, user.lastName].filter(Boolean).join(' '),
        locale: stated('locale'),
        picture: stated('picture'),
      },
      hash: password.value,
      passwordSetAt: isoTime(first('password')?.createdDate),
      rest: {
        ...(user.enabled === false && { enabled: false }),
        ...(isTemporary && { status: 'FORCE_CHANGE_PASSWORD' }),
        ...(createdAt && { createdAt }),
        ...(groups.length > 0 && { groups }),
        ...app.value,
      },
      source: user,
      notes: [
        ...password.notes,
        ...app.notes,
        ...[...others].map((type) => `A credential of the type ${type} is left out.`),
        ...named
          .filter((name) => !groups.includes(name))
          .map((name) => `The group ${name} is left out: no group may be called so.`),
      ],
    },
    conversion,
  );
};
