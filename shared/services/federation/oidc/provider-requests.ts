/** Requests to providers. All of them go through the gateway to addresses that strangers name. */
import { refusedAnswer } from '#shared/domain/federation/provider-refusals.ts';
import { type OutboundAnswer, OutboundRefusal, type OutboundRequest, outbound } from '#shared/gateways/outbound.ts';
import { logger } from '#shared/observability/powertools.ts';

/** What is asked of a provider. */
export type Purpose = 'attributes' | 'discovery' | 'keys' | 'token';

// Four requests at most for one sign-in, which has to be over before the gateway gives up.
const limits = { maxBytes: 128 * 1024, timeoutMs: 5000 };

const late: Readonly<Record<Purpose, string>> = {
  attributes: 'Timeout occurred in calling IdP attributes endpoint',
  discovery: 'Timeout in calling discovery uri',
  keys: 'Timeout in calling jwks uri',
  token: 'Timeout occurred in calling IdP token endpoint',
};

const failed: Readonly<Record<Purpose, string>> = {
  attributes: 'error getting attributes',
  discovery: 'error getting the discovery document',
  keys: 'error getting keys',
  token: 'error getting token',
};

const ask = async (provider: string, purpose: Purpose, request: OutboundRequest): Promise<OutboundAnswer> => {
  try {
    return await outbound().send(request, limits);
  } catch (error) {
    if (!(error instanceof OutboundRefusal)) throw error;
    logger.warn('provider not reached', { provider, purpose, reason: error.reason });
    const text = error.reason === 'no answer in time' ? late[purpose] : `${provider} Error - ${failed[purpose]}`;
    throw refusedAnswer(text, error);
  }
};

/** What a provider answered with the status 200. Throws OAuthError for everything else. */
export const askProvider = async (
  provider: string,
  purpose: Purpose,
  request: OutboundRequest,
): Promise<OutboundAnswer> => {
  const answer = await ask(provider, purpose, request);
  if (answer.status === 200) return answer;
  logger.warn('provider refused', { provider, purpose, status: answer.status });
  throw refusedAnswer(`${provider} Error - ${answer.status} ${failed[purpose]}`);
};

/** The JSON that a provider answered. Throws OAuthError. */
export const askForJson = async (provider: string, purpose: Purpose, request: OutboundRequest): Promise<unknown> => {
  const { body } = await askProvider(provider, purpose, request);
  try {
    return JSON.parse(body.toString());
  } catch (cause) {
    throw refusedAnswer(`${provider} Error - ${failed[purpose]}`, cause);
  }
};
