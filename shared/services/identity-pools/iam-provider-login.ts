import type { IdentityPool } from '#shared/domain/identity-pools/identity-pool.ts';
import { unsupportedProvider } from '#shared/domain/identity-pools/login-refusals.ts';
import { issuerInArn } from '#shared/domain/identity-pools/provider-names.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { iam } from '#shared/gateways/iam.ts';
import { cached } from '../cache/cache.ts';
import type { Login } from './login.ts';
import { openIdLogin } from './openid-login.ts';

const knownAudiences = cached((arn) => iam().findAudiences(arn));

/** A way to prove logins of an OpenID provider of IAM; undefined where the pool has none of that name. */
export const iamProviderLogin = (
  { settings }: IdentityPool,
  name: string,
): ((token: string) => Promise<Login>) | undefined => {
  const arn = settings.OpenIdConnectProviderARNs?.find((one) => issuerInArn(one) === name);
  if (arn === undefined) return undefined;
  const issuer = `https://${name}`;
  return async (token) => {
    const audiences = await knownAudiences.find(arn).catch((cause: unknown) => {
      throw new CognitoException('ExternalServiceException', 'IAM did not tell the audiences of the provider.', {
        cause,
      });
    });
    if (!audiences) throw unsupportedProvider();
    return openIdLogin({ name, issuers: [issuer], origin: issuer, audiences, mappingKey: arn }, token);
  };
};
