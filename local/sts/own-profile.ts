import type { RoleSession } from '#shared/gateways/sts.ts';
import { Refusal } from '../signature.ts';
import type { WebIdentity } from './web-identity.ts';

const hour = 3600;

const isRefusal = (error: unknown): error is Error & { readonly $metadata: { readonly httpStatusCode?: number } } =>
  error instanceof Error && '$metadata' in error;

/**
 * Keys of AWS for a role, which a profile of the developer assumes by AssumeRole: for an hour at most, as a profile may be
 * a role itself. Throws Refusal.
 */
export const assumeByProfile = async (
  profile: string,
  region: string,
  { roleArn, sessionName, seconds, policy, tags }: WebIdentity,
): Promise<RoleSession> => {
  // It takes long to load, and few have a profile.
  const { fromIni, fromTemporaryCredentials } = await import('@aws-sdk/credential-providers');
  const assume = fromTemporaryCredentials({
    masterCredentials: fromIni({ profile }),
    clientConfig: { region },
    params: {
      RoleArn: roleArn,
      RoleSessionName: sessionName,
      DurationSeconds: Math.min(seconds, hour),
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      ...(policy !== undefined && { Policy: policy }),
    },
  });
  try {
    const { accessKeyId, secretAccessKey, sessionToken = '', expiration } = await assume();
    return { accessKeyId, secretAccessKey, sessionToken, expiresAt: expiration?.getTime() ?? Date.now() + hour * 1000 };
  } catch (error) {
    if (isRefusal(error)) throw new Refusal(error.$metadata.httpStatusCode ?? 400, error.name, error.message);
    throw new Refusal(400, 'ValidationError', error instanceof Error ? error.message : String(error));
  }
};
