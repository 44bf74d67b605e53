import { allowsFlow, type Flow } from '#shared/domain/app-clients/settings.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { Challenges, Flows, Side, SignIn } from './sign-in.ts';

const otherNames: Readonly<Record<string, Flow>> = {
  ADMIN_NO_SRP_AUTH: 'ADMIN_USER_PASSWORD_AUTH',
  REFRESH_TOKEN: 'REFRESH_TOKEN_AUTH',
};

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const notEnabled: Readonly<Partial<Record<string, string>>> = {
  USER_PASSWORD_AUTH: 'USER_PASSWORD_AUTH flow not enabled for this client',
  ADMIN_USER_PASSWORD_AUTH: 'Auth flow not enabled for this client',
};

const isOneOf = <Name extends string>(names: Readonly<Record<Name, unknown>>, name: string): name is Name =>
  Object.hasOwn(names, name);

const publicOnly: ReadonlySet<string> = new Set(['USER_PASSWORD_AUTH']);
const adminOnly: ReadonlySet<string> = new Set(['ADMIN_USER_PASSWORD_AUTH']);

const assertSide = (side: Side, flow: string): void => {
  const wrong = side === 'public' ? adminOnly : publicOnly;
  if (wrong.has(flow)) throw invalid('Initiate Auth method not supported.');
};

/** Sign-in by name of flow and challenge. What is not among them is refused by name, never taken for another. */
export const createSignIn = (flows: Flows, challenges: Challenges): SignIn => ({
  start: async (side, given, request) => {
    const flow = otherNames[given] ?? given;
    assertSide(side, flow);
    if (!isOneOf(flows, flow)) throw invalid(`${flow} is not supported.`);
    if (!allowsFlow(request.at.client, flow))
      throw invalid(notEnabled[flow] ?? `${flow} is not enabled for the client.`);
    return flows[flow](request);
  },

  answer: async (challenge, request) => {
    if (!isOneOf(challenges, challenge)) throw invalid(`${challenge} is not supported.`);
    return challenges[challenge](request);
  },
});
