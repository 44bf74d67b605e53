import * as v from 'valibot';
import { toFirebaseScryptHash } from '../../passwords/firebase-scrypt-hash.ts';
import { findJson } from '../json.ts';
import { type Conversion, type ForeignUser, isoTime, misshapen, present, toForeignUser } from './foreign-user.ts';

const Flag = v.nullish(v.union([v.boolean(), v.string()]));
const Members = v.nullish(v.union([v.string(), v.record(v.string(), v.unknown())]));

const SupabaseUser = v.looseObject({
  id: v.pipe(v.string(), v.minLength(1)),
  email: v.nullish(v.string()),
  phone: v.nullish(v.string()),
  encrypted_password: v.nullish(v.string()),
  email_confirmed_at: v.nullish(v.string()),
  phone_confirmed_at: v.nullish(v.string()),
  raw_user_meta_data: Members,
  raw_app_meta_data: Members,
  banned_until: v.nullish(v.string()),
  deleted_at: v.nullish(v.string()),
  is_anonymous: Flag,
  created_at: v.nullish(v.string()),
  updated_at: v.nullish(v.string()),
});

const product = 'Supabase';

const Named = v.fallback(v.record(v.string(), v.unknown()), {});

const membersOf = (given: v.InferOutput<typeof Members>): Readonly<Record<string, unknown>> =>
  typeof given === 'string' ? v.parse(Named, findJson(given)) : (given ?? {});

const firebaseForm =
  /^\$fbscrypt\$v=1,n=(\d+),r=(\d+),p=1(?:,ss=([\w+/=-]*))?,sk=([\w+/=-]+)\$([\w+/=-]+)\$([\w+/=-]+)$/;

// Projects that came from Firebase have its hashes, in Supabase's own form.
const hashOf = (text: string | undefined): string | undefined => {
  const [, memoryCost, rounds, separator = '', key = '', salt = '', hash = ''] = firebaseForm.exec(text ?? '') ?? [];
  if (memoryCost === undefined) return text;
  const bytes = (base64: string): Buffer => Buffer.from(base64, 'base64');
  const config = {
    signerKey: bytes(key),
    saltSeparator: bytes(separator),
    rounds: Number(rounds),
    memoryCost: Number(memoryCost),
  };
  return toFirebaseScryptHash(config, bytes(salt), bytes(hash));
};

const isTrue = (flag: boolean | string | null | undefined): boolean => flag === true || flag === 't' || flag === 'true';

const isBanned = (until: string | undefined, now: number): boolean =>
  until === 'infinity' || (until !== undefined && Date.parse(isoTime(until) ?? '') > now);

// Exported text writes NULL as this, or as nothing.
const kept = (value: string | null | undefined): string | undefined => (value === '\\N' ? undefined : present(value));

const textIn = (members: Readonly<Record<string, unknown>>, ...names: readonly string[]): string | undefined =>
  names.map((name) => members[name]).find((value): value is string => typeof value === 'string' && value !== '');

/** A row of Supabase's table auth.users. */
export const fromSupabase = (value: unknown, conversion: Conversion): ForeignUser => {
  const { success, output: user, issues } = v.safeParse(SupabaseUser, value);
  if (!success) return misshapen(product, issues);
  const [email, phone] = [kept(user.email), kept(user.phone)?.replace(/^\+?/, '+')];
  if (kept(user.deleted_at)) return { refused: 'The user is deleted.', username: email ?? user.id };
  if (isTrue(user.is_anonymous)) return { refused: 'An anonymous user cannot sign in again.', username: user.id };
  const [emailProved, phoneProved] = [kept(user.email_confirmed_at), kept(user.phone_confirmed_at)];
  const hash = hashOf(kept(user.encrypted_password));
  const [createdAt, updatedAt] = [isoTime(kept(user.created_at)), isoTime(kept(user.updated_at))];
  const [own, app] = [membersOf(user.raw_user_meta_data), membersOf(user.raw_app_meta_data)];
  const isConfirmed = emailProved !== undefined || phoneProved !== undefined;
  return toForeignUser(
    {
      product,
      id: user.id,
      username: undefined,
      attributes: {
        email,
        email_verified: String(emailProved !== undefined),
        phone_number: phone,
        phone_number_verified: String(phoneProved !== undefined),
        name: textIn(own, 'full_name', 'name'),
        given_name: textIn(own, 'given_name'),
        family_name: textIn(own, 'family_name'),
        picture: textIn(own, 'avatar_url', 'picture'),
      },
      hash,
      rest: {
        ...(!isConfirmed && { status: 'UNCONFIRMED' }),
        ...(isBanned(kept(user.banned_until), conversion.now) && { enabled: false }),
        ...(createdAt && { createdAt }),
        ...(updatedAt && { updatedAt }),
      },
      source: { ...user, raw_user_meta_data: own, raw_app_meta_data: app },
      notes: [],
    },
    conversion,
  );
};
