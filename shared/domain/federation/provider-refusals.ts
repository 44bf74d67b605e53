/** What apps hear when a sign-in through a provider fails, in Cognito's words where they are known. */
import { OAuthError, type OAuthErrorCode } from '../oauth/oauth-error.ts';

const longest = 512;

// Texts of a provider are somebody else's: RFC 6749 section 4.1.2.1 says which characters a description has.
const bounded = (text: string): string =>
  text
    .toWellFormed()
    .replace(/["\\]/g, "'")
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, longest);

/** A refusal of what a provider answered. */
export const refusedAnswer = (description: string, cause?: unknown): OAuthError =>
  new OAuthError('invalid_request', { description: bounded(description), cause });

// RFC 6749 section 4.1.2.1 and OpenID Connect Core section 3.1.2.6, as far as they mean the same to the app.
const passedOn: Readonly<Record<string, OAuthErrorCode>> = {
  access_denied: 'access_denied',
  login_required: 'login_required',
  server_error: 'server_error',
  temporarily_unavailable: 'temporarily_unavailable',
  // What Apple and LinkedIn say of users who turn back.
  user_cancelled_authorize: 'access_denied',
  user_cancelled_login: 'access_denied',
};

/** What a provider says in place of a code. */
export const providerRefusal = (error: string, description: string | undefined): OAuthError => {
  const code = passedOn[error];
  return code === undefined
    ? refusedAnswer(description === undefined ? error : `${error}: ${description}`)
    : new OAuthError(code, { description: bounded(description ?? error) });
};
