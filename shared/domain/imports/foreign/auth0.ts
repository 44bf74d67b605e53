import * as v from 'valibot';
import { toBase64 } from '../../passwords/password-hash.ts';
import { uuidOf } from '../record-sub.ts';
import {
  appOf,
  type Conversion,
  type ForeignUser,
  isoTime,
  misshapen,
  present,
  toForeignUser,
} from './foreign-user.ts';

const Encoded = v.looseObject({ value: v.string(), encoding: v.nullish(v.string()), position: v.nullish(v.string()) });

const CustomHash = v.looseObject({
  algorithm: v.string(),
  hash: Encoded,
  salt: v.nullish(Encoded),
  password: v.nullish(v.looseObject({ encoding: v.nullish(v.string()) })),
  cost: v.nullish(v.number()),
  blockSize: v.nullish(v.number()),
  parallelization: v.nullish(v.number()),
});

const Hashes = {
  user_id: v.nullish(v.string()),
  _id: v.nullish(v.looseObject({ $oid: v.string() })),
  password_hash: v.nullish(v.string()),
  passwordHash: v.nullish(v.string()),
  custom_password_hash: v.nullish(CustomHash),
  password_set_date: v.nullish(v.looseObject({ $date: v.string() })),
};

const Auth0Hashes = v.looseObject(Hashes);

const Totp = v.looseObject({ secret: v.string() });

const Auth0User = v.looseObject({
  ...Hashes,
  email: v.nullish(v.string()),
  email_verified: v.nullish(v.boolean()),
  username: v.nullish(v.string()),
  phone_number: v.nullish(v.string()),
  phone_verified: v.nullish(v.boolean()),
  name: v.nullish(v.string()),
  given_name: v.nullish(v.string()),
  family_name: v.nullish(v.string()),
  nickname: v.nullish(v.string()),
  picture: v.nullish(v.string()),
  locale: v.nullish(v.string()),
  created_at: v.nullish(v.string()),
  updated_at: v.nullish(v.string()),
  blocked: v.nullish(v.boolean()),
  mfa_factors: v.nullish(v.array(v.looseObject({ totp: v.nullish(Totp) }))),
});

const product = 'Auth0';

/** An Auth0 password hash in a form that we read, or the reason why it has none. */
export interface Auth0Hash {
  readonly hash?: string;
  readonly setAt?: string;
  readonly note?: string;
}

const bytesOf = ({ value, encoding }: v.InferOutput<typeof Encoded>): Buffer =>
  Buffer.from(value, encoding === 'hex' || encoding === 'base64' ? encoding : 'utf8');

const fromScrypt = ({ hash, salt, cost, blockSize, parallelization }: v.InferOutput<typeof CustomHash>): Auth0Hash => {
  const parameters = `ln=${Math.log2(cost ?? 16_384)},r=${blockSize ?? 8},p=${parallelization ?? 1}`;
  const saltBytes = salt ? bytesOf(salt) : Buffer.alloc(0);
  return { hash: `$scrypt$${parameters}$${toBase64(saltBytes)}$${toBase64(bytesOf(hash))}` };
};

const inText: ReadonlySet<string> = new Set(['argon2', 'bcrypt', 'pbkdf2']);

const fromCustom = (custom: v.InferOutput<typeof CustomHash>): Auth0Hash => {
  const { algorithm, hash, password } = custom;
  if (!['utf8', 'ascii'].includes(password?.encoding ?? 'utf8')) {
    return { note: `The password is left out, and has to be reset: it was hashed as ${password?.encoding}.` };
  }
  if (inText.has(algorithm)) return { hash: hash.value.replace(/=+(?=\$|$)/g, '') };
  if (algorithm === 'scrypt') return fromScrypt(custom);
  return { note: `The password is left out, and has to be reset: ${algorithm} is guessed too fast to be taken.` };
};

const hashOf = (given: v.InferOutput<typeof Auth0Hashes>): Auth0Hash | undefined => {
  const setAt = isoTime(given.password_set_date?.$date);
  const hash = present(given.passwordHash) ?? present(given.password_hash);
  if (hash === undefined && !given.custom_password_hash) return undefined;
  const found = hash === undefined && given.custom_password_hash ? fromCustom(given.custom_password_hash) : { hash };
  return {
    ...(found.hash !== undefined && { hash: found.hash }),
    ...('note' in found && { note: found.note }),
    ...(setAt && { setAt }),
  };
};

const idOf = ({ user_id, _id }: v.InferOutput<typeof Auth0Hashes>): string | undefined => {
  if (user_id) return user_id.includes('|') ? user_id : `auth0|${user_id}`;
  if (!_id) return undefined;
  return _id.$oid.includes('|') ? _id.$oid : `auth0|${_id.$oid}`;
};

// The User Import/Export extension names members for people: "Id", "Email Verified", "Created At".
const inApiNames = (value: unknown): unknown => {
  const { success, output } = v.safeParse(v.record(v.string(), v.unknown()), value);
  if (!success) return value;
  const named = Object.entries(output).filter(([name]) => /^[A-Z]/.test(name));
  const toApiName = (name: string): string => (name === 'Id' ? 'user_id' : name.toLowerCase().replaceAll(' ', '_'));
  return { ...Object.fromEntries(named.map(([name, member]) => [toApiName(name), member])), ...output };
};

/** A line of Auth0's export of password hashes: the hash, and whose it is. Undefined for any other line. */
export const readAuth0Hash = (value: unknown): { readonly id: string; readonly hash: Auth0Hash } | undefined => {
  const { success, output } = v.safeParse(Auth0Hashes, value);
  const [id, hash] = success ? [idOf(output), hashOf(output)] : [];
  return id !== undefined && hash ? { id, hash } : undefined;
};

/** The hash in an export of password hashes for the user of an id. */
export type FindAuth0Hash = (id: string) => Auth0Hash | undefined;

const withoutPassword = (id: string, hasExport: boolean): readonly string[] => {
  const [, elsewhere] = /^(?!auth0\|)([^|]+)\|/.exec(id) ?? [];
  if (elsewhere !== undefined) return [`The user signed in by ${elsewhere}, and needs a password here.`];
  return hasExport ? ['The password has to be reset: the export of password hashes has none of this user.'] : [];
};

// Files for bulk import have no ids; Auth0 makes them when it reads the file.
const idByEmail = (email: string | undefined): string | undefined =>
  email === undefined ? undefined : uuidOf(`${product} ${email.toLowerCase()}`);

// A user of the pool has one authenticator app; a phone or an address is a second factor only as the user's own, verified.
const factorsOf = (given: readonly Readonly<Record<string, unknown>>[]) => {
  const [app, ...others] = given.flatMap(({ totp }) => (v.is(Totp, totp) ? [totp.secret] : []));
  const taken = app === undefined ? {} : appOf(app);
  const left = [
    ...given.flatMap((factor) => Object.keys(factor).filter((kind) => kind !== 'totp')),
    ...others.map(() => 'another app'),
    ...(app !== undefined && !('softwareToken' in taken) ? ['an app whose secret cannot be read'] : []),
  ];
  return { app: taken, notes: left.map((kind) => `A second factor is left out: ${kind}.`) };
};

/** A user of an Auth0 user export or bulk import file. `findHash` looks into an export of password hashes. */
export const fromAuth0 = (value: unknown, conversion: Conversion, findHash?: FindAuth0Hash): ForeignUser => {
  const { success, output: user, issues } = v.safeParse(Auth0User, inApiNames(value));
  if (!success) return misshapen(product, issues);
  const id = idOf(user) ?? idByEmail(present(user.email));
  if (id === undefined) return { refused: 'The user has neither user_id nor email.', username: user.username ?? '' };
  const own = findHash?.(id) ?? hashOf(user);
  const factors = factorsOf(user.mfa_factors ?? []);
  const [createdAt, updatedAt] = [isoTime(user.created_at), isoTime(user.updated_at)];
  return toForeignUser(
    {
      product,
      id,
      username: present(user.username),
      attributes: {
        email: present(user.email),
        email_verified: String(user.email_verified ?? false),
        phone_number: present(user.phone_number),
        phone_number_verified: String(user.phone_verified ?? false),
        name: present(user.name),
        given_name: present(user.given_name),
        family_name: present(user.family_name),
        nickname: present(user.nickname),
        picture: present(user.picture),
        locale: present(user.locale),
      },
      hash: own?.hash,
      passwordSetAt: own?.setAt,
      rest: {
        ...(user.blocked && { enabled: false }),
        ...(createdAt && { createdAt }),
        ...(updatedAt && { updatedAt }),
        ...factors.app,
      },
      source: user,
      notes: [
        ...(own?.note === undefined ? [] : [own.note]),
        ...(own ? [] : withoutPassword(id, findHash !== undefined)),
        ...factors.notes,
      ],
    },
    conversion,
  );
};
