/** Answers of Facebook and Amazon, which are plain OAuth 2.0: the access token says nothing, the attributes say who it is. */
import type { ProviderAttributes } from '#shared/domain/federation/external-identity.ts';
import { readClaims } from '#shared/domain/federation/provider-claims.ts';
import { providerRefusal, refusedAnswer } from '#shared/domain/federation/provider-refusals.ts';
import { withParameters } from '#shared/domain/federation/provider-request.ts';
import type { OutboundRequest } from '#shared/gateways/outbound.ts';
import type { ProviderAnswer } from '../provider-kinds.ts';
import { revealSecrets } from '../provider-secrets.ts';
import { askForJson } from './provider-requests.ts';
import { answerPath } from './provider-settings.ts';

/** What such a provider says. */
export interface PlainAnswer {
  readonly subject: string;
  readonly tokenResponse: ProviderAttributes;
  readonly userInfo: ProviderAttributes;
}

const tokenRequest = async ({ app, provider, origin }: ProviderAnswer, code: string): Promise<OutboundRequest> => {
  const { details } = provider;
  const url = details.token_url ?? '';
  const { client_secret = '' } = await revealSecrets(app.pool, provider);
  const parameters = {
    grant_type: 'authorization_code',
    client_id: details.client_id ?? '',
    redirect_uri: `${origin}${answerPath}`,
    client_secret,
    code,
  };
  if (details.token_request_method === 'GET') return { url: withParameters(url, parameters) };
  return {
    url,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
    body: new URLSearchParams(parameters).toString(),
  };
};

const claimsIn = (provider: string, value: unknown, what: string): ProviderAttributes => {
  const claims = readClaims(value);
  if (!claims) throw refusedAnswer(`${provider} Error - unusable ${what}`);
  return claims;
};

/** The attributes of whom an access token is for. Throws OAuthError. */
export const attributesFor = async (provider: string, url: string, token: string): Promise<ProviderAttributes> =>
  claimsIn(
    provider,
    await askForJson(provider, 'attributes', { url, headers: { authorization: `Bearer ${token}` } }),
    'attributes',
  );

/** What the provider says of who signed in; `subject` names the attribute that is never given to somebody else. */
export const plainAnswer = async (
  answer: ProviderAnswer,
  attributesUrl: string,
  subject: 'id' | 'user_id',
): Promise<PlainAnswer> => {
  const { provider, parameters } = answer;
  const error = parameters.get('error');
  if (error !== undefined) throw providerRefusal(error, parameters.get('error_description'));
  const code = parameters.get('code');
  if (code === undefined) throw refusedAnswer(`${provider.name} Error - no code`);
  const request = await tokenRequest(answer, code);
  const tokenResponse = claimsIn(provider.name, await askForJson(provider.name, 'token', request), 'token response');
  const { access_token: token } = tokenResponse;
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) {
    throw refusedAnswer(`${provider.name} Error - no access_token`);
  }
  const userInfo = await attributesFor(provider.name, attributesUrl, token);
  const who = userInfo[subject];
  if (typeof who !== 'string' || who === '') throw refusedAnswer(`${provider.name} Error - no ${subject}`);
  return { subject: who, tokenResponse, userInfo };
};
