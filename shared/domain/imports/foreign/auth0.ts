import * as v from 'valibot';
import { toBase64 } from '../../passwords/password-hash.ts';
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
  mfa_factors: v.nullish(v.array(v.looseObject({ totp: v.nullish(v.looseObject({ secret: v.string() })) }))),
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
  return _id ? `auth0|${_id.$oid}` : undefined;
};

/** A line of Auth0's export of password hashes: the hash, and whose it is. Undefined for any other line. */
export const readAuth0Hash = (value: unknown): { readonly id: string; readonly hash: Auth0Hash } | undefined => {
  const { success, output } = v.safeParse(Auth0Hashes, value);
  const [id, hash] = success ? [idOf(output), hashOf(output)] : [];
  return id !== undefined && hash ? { id, hash } : undefined;
};

const signsInElsewhere = (id: string): readonly string[] =>
  id.startsWith('auth0|') ? [] : [`The user signed in by ${id.slice(0, id.indexOf('|'))}, and needs a password here.`];

/** A user of an Auth0 user export or bulk import file. `hashes` come from an export of password hashes. */
export const fromAuth0 = (
  value: unknown,
  conversion: Conversion,
  hashes: ReadonlyMap<string, Auth0Hash> = new Map(),
): ForeignUser => {
  const { success, output: user, issues } = v.safeParse(Auth0User, value);
  if (!success) return misshapen(product, issues);
  const id = idOf(user);
  if (id === undefined) return { refused: 'The user has no user_id.', username: user.email ?? '' };
  const own = hashes.get(id) ?? hashOf(user);
  const [seed] = (user.mfa_factors ?? []).flatMap(({ totp }) => (totp ? [totp.secret] : []));
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
        ...(seed !== undefined && appOf(seed)),
      },
      source: user,
      notes: [...(own?.note === undefined ? [] : [own.note]), ...(own ? [] : signsInElsewhere(id))],
    },
    conversion,
  );
};
