import type { IdentityProvider } from '#shared/domain/federation/identity-provider.ts';

/** Where OpenID and social providers send browsers back to, below the origin of the domain. */
export const answerPath = '/oauth2/idpresponse';

/** True for a provider that proves who signed in by an ID token. Facebook and Amazon do not: they are plain OAuth 2.0. */
export const isOpenId = ({ type }: IdentityProvider): boolean => type !== 'Facebook' && type !== 'LoginWithAmazon';
