import type { ExternalIdentity, ProviderAttributes } from '#shared/domain/federation/external-identity.ts';
import type { IdentityProvider } from '#shared/domain/federation/identity-provider.ts';
import {
  appleNames,
  mappedPeopleParts,
  mergedClaims,
  peopleAttributes,
  toTexts,
} from '#shared/domain/federation/provider-claims.ts';
import type { FinishSignIn, ProviderAnswer } from '../provider-kinds.ts';
import { metadataOf } from './discovery.ts';
import { type OpenIdAnswer, openIdAnswer } from './openid-answer.ts';
import { attributesFor, plainAnswer } from './plain-answer.ts';

const mapped = ({ attributeMapping }: IdentityProvider): readonly string[] => Object.values(attributeMapping);

/** The address of a provider's attributes, with the names of those that are wanted where it asks for them. */
const attributesUrl = ({ details }: IdentityProvider, fields: readonly string[]): string | undefined =>
  details.attributes_url_add_attributes?.toLowerCase() === 'true'
    ? `${details.attributes_url ?? ''}${[...new Set(fields)].map(encodeURIComponent).join(',')}`
    : details.attributes_url;

const toIdentity = (
  { subject, idToken, userInfo, tokenResponse, acr }: Omit<OpenIdAnswer, 'accessToken'>,
  beside: ProviderAttributes = {},
): ExternalIdentity => ({
  subject,
  attributes: mergedClaims(idToken, { ...beside, ...userInfo }),
  inbound: {
    tokenResponse: toTexts(tokenResponse),
    idToken: toTexts(idToken),
    ...((userInfo || Object.keys(beside).length > 0) && { userInfo: toTexts({ ...beside, ...userInfo }) }),
  },
  ...(acr !== undefined && { acr }),
});

const finishOidc: FinishSignIn = async (answer) => {
  const { provider } = answer;
  const metadata = await metadataOf(provider);
  const userInfoUrl = attributesUrl(provider, mapped(provider)) ?? metadata.userInfoEndpoint;
  return toIdentity(await openIdAnswer(answer, { metadata, userInfoUrl }));
};

// The ID token says what most apps want. The People API, which has to be enabled, is asked only for more than that.
const finishGoogle: FinishSignIn = async (answer) => {
  const { provider } = answer;
  const openId = await openIdAnswer(answer, { metadata: await metadataOf(provider), userInfoUrl: undefined });
  const parts = mappedPeopleParts(provider.attributeMapping);
  if (parts.length === 0) return toIdentity(openId);
  const person = await attributesFor(provider.name, attributesUrl(provider, parts) ?? '', openId.accessToken);
  return toIdentity(openId, peopleAttributes(person, parts));
};

const finishApple: FinishSignIn = async (answer) => {
  const openId = await openIdAnswer(answer, { metadata: await metadataOf(answer.provider), userInfoUrl: undefined });
  return toIdentity(openId, appleNames(answer.parameters.get('user')));
};

const finishPlain = async (answer: ProviderAnswer, name: 'id' | 'user_id'): Promise<ExternalIdentity> => {
  const { provider } = answer;
  const url = attributesUrl(provider, [name, ...mapped(provider)]) ?? '';
  const { subject, userInfo, tokenResponse } = await plainAnswer(answer, url, name);
  return {
    subject,
    attributes: userInfo,
    inbound: { tokenResponse: toTexts(tokenResponse), userInfo: toTexts(userInfo) },
  };
};

/** Checks what a browser brings back from an OpenID provider, or from one of the social ones. */
export const finishOpenId: FinishSignIn = (answer) => {
  switch (answer.provider.type) {
    case 'Google':
      return finishGoogle(answer);
    case 'SignInWithApple':
      return finishApple(answer);
    case 'Facebook':
      return finishPlain(answer, 'id');
    case 'LoginWithAmazon':
      return finishPlain(answer, 'user_id');
    default:
      return finishOidc(answer);
  }
};
