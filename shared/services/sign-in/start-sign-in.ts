import { type Flow, flowRefusal } from '#shared/domain/app-clients/app-client.ts';
import { type Parameters, stepUpParameters } from '#shared/domain/sign-in/parameters.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { Side } from '../sessions/origin.ts';
import { startCustomAuth } from './flows/custom-auth.ts';
import { refreshSignIn } from './flows/refresh-token.ts';
import { startUserAuth } from './flows/user-auth.ts';
import { startUserPassword } from './flows/user-password.ts';
import { startUserSrp } from './flows/user-srp.ts';
import { goOn } from './go-on.ts';
import { assertNotBlocked } from './identification.ts';
import type { FlowRequest, SignInAnswer, StartFlow } from './sign-in.ts';

const otherNames: Readonly<Record<string, Flow>> = {
  ADMIN_NO_SRP_AUTH: 'ADMIN_USER_PASSWORD_AUTH',
  REFRESH_TOKEN: 'REFRESH_TOKEN_AUTH',
};

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const publicOnly: ReadonlySet<string> = new Set(['USER_PASSWORD_AUTH']);
const adminOnly: ReadonlySet<string> = new Set(['ADMIN_USER_PASSWORD_AUTH']);

const assertSide = (side: Side, flow: string): void => {
  const wrong = side === 'public' ? adminOnly : publicOnly;
  if (wrong.has(flow)) throw invalid('Initiate Auth method not supported.');
};

const isOneOf = <Name extends string>(names: Readonly<Record<Name, unknown>>, name: string): name is Name =>
  Object.hasOwn(names, name);

// If these were ignored, the answer would look as if an authentication level had been reached.
const assertNoStepUp = (flow: string, parameters: Parameters): void => {
  const asked = stepUpParameters.find((name) => parameters[name] !== undefined);
  if (asked) throw invalid(`${asked} is not supported in the flow ${flow}.`);
};

const flows: Readonly<Record<Exclude<Flow, 'REFRESH_TOKEN_AUTH'>, StartFlow>> = {
  USER_SRP_AUTH: startUserSrp,
  USER_PASSWORD_AUTH: startUserPassword('USER_PASSWORD_AUTH'),
  ADMIN_USER_PASSWORD_AUTH: startUserPassword('ADMIN_USER_PASSWORD_AUTH'),
  CUSTOM_AUTH: startCustomAuth,
  USER_AUTH: startUserAuth,
};

/** Begins a sign-in by the flow of that name. An unknown flow is refused by name, and never taken for another. */
export const startSignIn = async (given: string, request: FlowRequest): Promise<SignInAnswer> => {
  const flow = otherNames[given] ?? given;
  assertSide(request.side, flow);
  if (!isOneOf(flows, flow) && flow !== 'REFRESH_TOKEN_AUTH') throw invalid(`${flow} is not supported.`);
  const notEnabled = flowRefusal(request.app.client, flow);
  if (notEnabled !== undefined) throw invalid(notEnabled);
  if (flow !== 'USER_AUTH') assertNoStepUp(flow, request.parameters);
  if (flow === 'REFRESH_TOKEN_AUTH') return refreshSignIn(request);
  await assertNotBlocked(request, flow === 'CUSTOM_AUTH');
  return goOn(await flows[flow](request));
};
