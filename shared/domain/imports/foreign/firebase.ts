import * as v from 'valibot';
import { type FirebaseHashConfig, toFirebaseScryptHash } from '../../passwords/firebase-scrypt-hash.ts';
import { findJson } from '../json.ts';
import { type Conversion, type ForeignUser, isoTime, misshapen, present, toForeignUser } from './foreign-user.ts';

const FirebaseUser = v.looseObject({
  localId: v.pipe(v.string(), v.minLength(1)),
  email: v.nullish(v.string()),
  emailVerified: v.nullish(v.boolean()),
  passwordHash: v.nullish(v.string()),
  salt: v.nullish(v.string()),
  displayName: v.nullish(v.string()),
  photoUrl: v.nullish(v.string()),
  createdAt: v.nullish(v.string()),
  phoneNumber: v.nullish(v.string()),
  disabled: v.nullish(v.boolean()),
  customAttributes: v.nullish(v.string()),
});

const product = 'Firebase';

const numberIn = (text: string, name: string): number =>
  Number(new RegExp(`"?${name}"?\\s*[:=]\\s*"?(\\d+)`).exec(text)?.[1]);

const bytesIn = (text: string, name: string): Buffer =>
  Buffer.from(new RegExp(`"?${name}"?\\s*[:=]\\s*"?([\\w+/=-]+)`).exec(text)?.[1] ?? '', 'base64');

/**
 * The password hash parameters of a project, as its console shows them, or as JSON with the same names. Throws for a
 * text that lacks any of them.
 */
export const toHashConfig = (text: string): FirebaseHashConfig => {
  const config = {
    signerKey: bytesIn(text, 'base64_signer_key'),
    saltSeparator: bytesIn(text, 'base64_salt_separator'),
    rounds: numberIn(text, 'rounds'),
    memoryCost: numberIn(text, 'mem_cost'),
  };
  if (config.signerKey.length === 0 || !config.rounds || !config.memoryCost) {
    throw new Error('The hash parameters are to have base64_signer_key, base64_salt_separator, rounds and mem_cost.');
  }
  return config;
};

/** A user of a Firebase `auth:export`. Its password needs the project's hash parameters. */
export const fromFirebase = (value: unknown, conversion: Conversion, config?: FirebaseHashConfig): ForeignUser => {
  const { success, output: user, issues } = v.safeParse(FirebaseUser, value);
  if (!success) return misshapen(product, issues);
  const hash = present(user.passwordHash);
  const createdAt = isoTime(user.createdAt);
  const salt = Buffer.from(user.salt ?? '', 'base64');
  return toForeignUser(
    {
      product,
      id: user.localId,
      username: undefined,
      attributes: {
        email: present(user.email),
        email_verified: String(user.emailVerified ?? false),
        phone_number: present(user.phoneNumber),
        // Firebase keeps only numbers that were verified.
        phone_number_verified: 'true',
        name: present(user.displayName),
        picture: present(user.photoUrl),
      },
      hash: hash !== undefined && config ? toFirebaseScryptHash(config, salt, Buffer.from(hash, 'base64')) : undefined,
      rest: { ...(user.disabled && { enabled: false }), ...(createdAt && { createdAt }) },
      source: { ...user, customAttributes: findJson(user.customAttributes ?? '') },
      notes:
        hash !== undefined && !config
          ? ['The password is left out, and has to be reset: the hash parameters of the project were not given.']
          : [],
    },
    conversion,
  );
};
