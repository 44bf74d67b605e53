/** The client secret of Sign in with Apple: a token signed by the developer's key. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { signToken } from '../tokens/signed-token.ts';

interface AppleClient {
  readonly clientId: string;
  readonly teamId: string;
  readonly keyId: string;
  /** As Apple's file has it, or its base64 alone. */
  readonly privateKey: string;
}

const audience = 'https://appleid.apple.com';

// Apple takes half a year at most. It is made anew for each sign-in.
const lifetimeSeconds = 300;

const readKey = (text: string): KeyObject | undefined => {
  const der = Buffer.from(text.replace(/-----[A-Z ]+-----/g, '').replace(/\s/g, ''), 'base64');
  try {
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : undefined;
  } catch {
    return undefined;
  }
};

/** The secret for a request to the token endpoint at `now`, in epoch milliseconds; undefined where the key is none. */
export const appleSecret = async (
  { clientId, teamId, keyId, privateKey }: AppleClient,
  now: number,
): Promise<string | undefined> => {
  const key = readKey(privateKey);
  const iat = Math.floor(now / 1000);
  return key && signToken(key, keyId, { iss: teamId, iat, exp: iat + lifetimeSeconds, aud: audience, sub: clientId });
};
