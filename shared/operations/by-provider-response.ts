/** Where identity providers send browsers back to. */
import { hostCookie, originOfViewer } from '#shared/api/cookies.ts';
import type { Result } from '#shared/api/exchange.ts';
import { formOf, queryOf } from '#shared/api/form.ts';
import type { HttpRequest } from '#shared/api/json-protocol.ts';
import type { HttpHandler } from '#shared/api/middleware.ts';
import { pageAnswer, pageEndpoint } from '#shared/api/page-endpoint.ts';
import { UntrustedRequest } from '#shared/domain/oauth/authorization-request.ts';
import { type Parameters, parseParameters } from '#shared/domain/oauth/parameters.ts';
import { noteOnCall } from '#shared/observability/call.ts';
import { formPostPage } from '#shared/pages/form-post-page.tsx';
import { providerOf } from '#shared/services/federation/asked-provider.ts';
import { signInExternal } from '#shared/services/federation/external-sign-in.ts';
import {
  browserCookie,
  clientIdIn,
  type FederationState,
  openState,
} from '#shared/services/federation/federation-state.ts';
import type { FinishSignIn } from '#shared/services/federation/provider-kinds.ts';
import { findAppById } from '#shared/services/oauth/authorization.ts';
import { answerAuthorization, toErrorPage } from './by-authorization-request.ts';
import { toApp } from './signed-in.ts';

interface ProviderResponse {
  readonly name: string;
  /** The path of the endpoint. */
  readonly path: string;
  /** The parameter in which the state comes back. */
  readonly stateIn: 'state' | 'RelayState';
  /** The largest form, in bytes, where it may be larger than others. */
  readonly mostBytes?: number;
  readonly finish: FinishSignIn;
  /**
   * What stands for the state in an answer that nobody asked for. Throws UntrustedRequest. Without it, there is no such
   * answer.
   */
  readonly unsolicited?: (parameters: Parameters, http: HttpRequest) => Promise<FederationState>;
}

// Marks a form that a page of ours has posted again.
const again = 'again=true';

// Browsers bring no cookies along with a form of another site. So the page has the browser post it once more, from here.
const postedAgain = (path: string, { body }: HttpRequest): Result =>
  pageAnswer(formPostPage(`${path}?${again}`, Object.fromEntries(new URLSearchParams(Buffer.from(body).toString()))));

const untrusted = (): UntrustedRequest => new UntrustedRequest('invalid_request');

const stateFrom = async (
  http: HttpRequest,
  parameters: Parameters,
  { stateIn, unsolicited }: ProviderResponse,
): Promise<FederationState | 'no cookie'> => {
  const text = parameters.get(stateIn) ?? '';
  const clientId = clientIdIn(text);
  if (clientId === undefined) {
    if (!unsolicited) throw untrusted();
    return unsolicited(parameters, http);
  }
  const app = await findAppById(clientId, http.headers.host ?? '');
  const cookie = http.cookies.get(hostCookie(http, browserCookie(app.pool)));
  if (cookie === undefined) return 'no cookie';
  const state = await openState(app, text, cookie);
  if (!state) throw untrusted();
  return state;
};

const answer = async (http: HttpRequest, endpoint: ProviderResponse): Promise<Result> => {
  const isPost = http.method === 'POST';
  const parameters = isPost ? formOf(http, endpoint.mostBytes) : queryOf(http);
  const state = await stateFrom(http, parameters, endpoint);
  if (state === 'no cookie') {
    if (isPost && http.query !== again) return postedAgain(endpoint.path, http);
    throw untrusted();
  }
  const { query, providerName, remembered, testId } = state;
  if (testId !== undefined) {
    noteOnCall({ identityProvider: providerName });
    const app = await findAppById(clientIdIn(parameters.get(endpoint.stateIn) ?? '') ?? '', http.headers.host ?? '');
    const came = { app, origin: originOfViewer(http), parameters, remembered };
    // On demand: only administrators try providers. Nothing below this line is reached, and nobody is signed in.
    return (await import('./provider-test-pages.ts')).endTest({ providerName, testId }, came, endpoint.finish);
  }
  noteOnCall({ attempt: 'Federation', identityProvider: providerName });
  return answerAuthorization({ ...http, query }, parseParameters(query), async (call) => {
    const { app, request, origin } = call;
    const provider = await providerOf(app, providerName);
    const identity = await endpoint.finish({ app, provider, origin: originOfViewer(http), parameters, remembered });
    // Only what a request of this browser asked for has a state.
    const isAsked = clientIdIn(parameters.get(endpoint.stateIn) ?? '') !== undefined;
    const outcome = await signInExternal({ app, request, origin, provider, identity, isAsked });
    if (!('pending' in outcome)) return toApp(call, outcome);
    // On demand: few pools ask.
    return (await import('./account-question.ts')).askForAccount(call, outcome);
  });
};

/**
 * The endpoint to which providers of some kinds send browsers back: it takes what they bring, has `finish` check it, signs
 * the user in, and leads on to the app. What is wrong before it is known which app asked goes to the page of errors.
 */
export const byProviderResponse = (endpoint: ProviderResponse): HttpHandler =>
  pageEndpoint({
    name: endpoint.name,
    run: async (http) => {
      try {
        return await answer(http, endpoint);
      } catch (error) {
        if (error instanceof UntrustedRequest) return toErrorPage(http, error);
        throw error;
      }
    },
  });
