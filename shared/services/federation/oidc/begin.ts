import { createHash, randomBytes } from 'node:crypto';
import { type ProviderParameters, withParameters } from '#shared/domain/federation/provider-request.ts';
import { requestedLevels } from '#shared/domain/oauth/requested-levels.ts';
import type { BeginRequest, BeginSignIn, ProviderWishes, Remembered } from '../provider-kinds.ts';
import { metadataOf } from './discovery.ts';
import { answerPath, isOpenId } from './provider-settings.ts';

const newSecret = (): string => randomBytes(32).toString('base64url');

const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

// It leaves the nonce out of its tokens, although OpenID Connect Core section 3.1.3.7 demands it.
const withoutNonce: readonly string[] = ['https://www.linkedin.com/oauth'];

// Prompts that mean something to the provider: `none` was answered before.
const promptFor = ({ prompts }: ProviderWishes, known: readonly string[]): string | undefined =>
  prompts.filter((prompt) => known.includes(prompt)).join(' ') || undefined;

// The levels that the app asks for, in the words of the provider.
const acrFor = ({ app, provider, request }: BeginRequest): string | undefined => {
  const mapping: Readonly<Record<string, string>> = provider.acrMapping ?? {};
  const levels = requestedLevels(app.pool, request) ?? [];
  return levels.flatMap((level) => mapping[`Level${level}`] ?? []).join(' ') || undefined;
};

/** What the app's request means to each type of provider. Amazon and Facebook have no such parameters. */
const wishes = (begun: BeginRequest): ProviderParameters => {
  const { provider, request } = begun;
  switch (provider.type) {
    case 'OIDC':
      return {
        login_hint: request.loginHint,
        prompt: promptFor(request, ['login', 'select_account', 'consent']),
        max_age: request.maxAge === undefined ? undefined : String(request.maxAge),
        acr_values: acrFor(begun),
      };
    case 'Google':
      return { prompt: promptFor(request, ['select_account', 'consent']) };
    // Apple gives names and addresses to a form alone.
    case 'SignInWithApple':
      return { response_mode: 'form_post' };
    default:
      return {};
  }
};

const secretsFor = ({ provider, request }: BeginRequest, takesPkce: boolean): Remembered => ({
  ...(!withoutNonce.includes(provider.details.oidc_issuer ?? '') && { nonce: newSecret() }),
  ...(takesPkce && { verifier: newSecret() }),
  ...(provider.type === 'OIDC' && request.maxAge !== undefined && { maxAge: String(request.maxAge) }),
});

/** Leads the browser to an OpenID provider, or to one of the social ones: the parameters in Cognito's order, then ours. */
export const beginOpenId: BeginSignIn = async (begun) => {
  const { provider, origin, seal } = begun;
  const { details } = provider;
  const metadata = isOpenId(provider) ? await metadataOf(provider) : undefined;
  const remembered = metadata ? secretsFor(begun, metadata.takesPkce) : {};
  const { nonce, verifier } = remembered;
  const location = withParameters(metadata?.authorizationEndpoint ?? details.authorize_url ?? '', {
    client_id: details.client_id,
    redirect_uri: `${origin}${answerPath}`,
    scope: details.authorize_scopes,
    response_type: 'code',
    state: await seal(remembered),
    nonce,
    code_challenge: verifier && challengeOf(verifier),
    code_challenge_method: verifier && 'S256',
    ...wishes(begun),
  });
  return { location };
};
