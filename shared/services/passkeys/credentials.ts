import * as v from 'valibot';
import type { Assertion } from '#shared/domain/passkeys/assertion.ts';
import type { NewCredential } from '#shared/domain/passkeys/registration.ts';
import { CognitoException } from '#shared/errors/exception.ts';

// A credential id has up to 1,023 bytes, and a credential has a few thousand at most.
const identifier = v.pipe(v.string(), v.minLength(1), v.maxLength(1400));
const bytes = v.pipe(v.string(), v.maxLength(32_768));

const credential = { id: identifier, rawId: identifier, type: v.literal('public-key') };

const Registration = v.object({
  ...credential,
  authenticatorAttachment: v.nullish(v.string()),
  response: v.object({
    clientDataJSON: bytes,
    attestationObject: bytes,
    transports: v.nullish(v.pipe(v.array(v.pipe(v.string(), v.maxLength(32))), v.maxLength(16))),
  }),
});

const Authentication = v.object({
  ...credential,
  response: v.object({
    clientDataJSON: bytes,
    authenticatorData: bytes,
    signature: bytes,
    userHandle: v.optional(v.nullable(v.string())),
  }),
});

/** A registration, with what the browser adds about the authenticator. */
export interface Registration extends NewCredential {
  readonly attachment: 'platform' | 'cross-platform' | undefined;
  readonly transports: readonly string[];
}

const invalid = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'The credential is no WebAuthn credential.');

/** The registration in a browser's JSON. Throws InvalidParameterException. */
export const toRegistration = (given: unknown): Registration => {
  const { success, output } = v.safeParse(Registration, given, { abortEarly: true });
  if (!success) throw invalid();
  const { authenticatorAttachment, response, ...rest } = output;
  const isKnown = authenticatorAttachment === 'platform' || authenticatorAttachment === 'cross-platform';
  return {
    ...rest,
    response,
    attachment: isKnown ? authenticatorAttachment : undefined,
    transports: response.transports ?? [],
  };
};

/** A credential from the text of a form. Throws InvalidParameterException. */
export const parseCredential = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid();
  }
};

/** The assertion in the text that answers WEB_AUTHN. Throws InvalidParameterException. */
export const toAssertion = (text: string): Assertion => {
  const { success, output } = v.safeParse(Authentication, parseCredential(text), { abortEarly: true });
  if (!success) throw invalid();
  const { response, ...rest } = output;
  return { ...rest, response: { ...response, userHandle: response.userHandle ?? undefined } };
};
