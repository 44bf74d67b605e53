/**
 * The page on which people connect a device that has no browser: RFC 8628 section 3.3. It asks for the code of the device,
 * unless the link has it, has the user sign in, and then asks whether the device is to be connected: always, and with the name of
 * the app and its scopes.
 */
import type { Result } from '#shared/api/exchange.ts';
import { queryOf } from '#shared/api/form.ts';
import type { HttpRequest } from '#shared/api/json-protocol.ts';
import { pageEndpoint } from '#shared/api/page-endpoint.ts';
import { devicePath, UntrustedRequest } from '#shared/domain/oauth/authorization-request.ts';
import { type DeviceRequest, networkOf, readUserCode, shownUserCode } from '#shared/domain/oauth/device-request.ts';
import { parseParameters } from '#shared/domain/oauth/parameters.ts';
import { accountName } from '#shared/domain/users/account-name.ts';
import { isException } from '#shared/errors/exception.ts';
import { findUsableSession, grantedBySession } from '#shared/operations/browser-session.ts';
import { type AuthorizationCall, answerAuthorization } from '#shared/operations/by-authorization-request.ts';
import { showDeviceCodePage } from '#shared/operations/device-code-page.ts';
import { pagesOf, styledAnswer } from '#shared/operations/page-dress.ts';
import { expiredPage, formAnswer, formFor, leadTo, ownForm, type Wrong } from '#shared/operations/page-forms.ts';
import { pagePath } from '#shared/operations/page-path.ts';
import { findAppById } from '#shared/services/oauth/authorization.ts';
import { answerDevice, findByUserCode } from '#shared/services/oauth/device-requests.ts';
import { type LiveSession, ssoActivity } from '#shared/services/oauth/sso-sessions.ts';

const otherUser = 'Somebody else has signed in in this browser since. Please check again.';

/** A request of a device that the page is about. */
interface Asked {
  readonly userCode: string;
  readonly request: DeviceRequest;
}

const show = async (call: AuthorizationCall, { userCode, request }: Asked, { user }: LiveSession, wrong?: Wrong) => {
  const form = await formFor(call, devicePath, wrong);
  const page = (await pagesOf(call)).device({
    ...form,
    userCode: shownUserCode(userCode),
    app: call.app.client.name,
    scopes: request.scopes,
    account: accountName(user),
    sub: user.sub,
    otherAccount: `${pagePath(call, '/login')}&prompt=login`,
  });
  return formAnswer(call, form, page, { sub: user.sub });
};

const answerIt = async (call: AuthorizationCall, asked: Asked, live: LiveSession, isAllowed: boolean) => {
  const { userKey, user, authContext } = grantedBySession(call, live);
  const approval = isAllowed ? { userKey, sub: user.sub, signOuts: user.signOuts, authContext } : undefined;
  try {
    await answerDevice(asked.userCode, asked.request, approval, await ssoActivity(call.app, live, call.origin));
  } catch (error) {
    if (isException(error, 'CodeMismatchException')) return showDeviceCodePage(call.http, asked.userCode);
    throw error;
  }
  return styledAnswer(call, (await pagesOf(call)).deviceAnswered(isAllowed));
};

const post = async (call: AuthorizationCall, asked: Asked, live: LiveSession): Promise<Result> => {
  const form = await ownForm(call);
  if (!form) return show(call, asked, live, expiredPage);
  if (form.get('sub') !== live.user.sub) return show(call, asked, live, otherUser);
  return answerIt(call, asked, live, form.get('answer') === 'allow');
};

const leastMinutes = 10;

// Where no session may replace a later sign-in, one that has just begun has to be enough for this page.
const findLive = ({ app, ...call }: AuthorizationCall): Promise<LiveSession | undefined> => {
  const { ssoSessionMinutes } = app.client;
  if (ssoSessionMinutes === undefined || ssoSessionMinutes >= leastMinutes)
    return findUsableSession({ ...call, app }, []);
  return findUsableSession(
    { ...call, app: { ...app, client: { ...app.client, ssoSessionMinutes: leastMinutes } } },
    [],
  );
};

const answer = async (call: AuthorizationCall, asked: Asked): Promise<Result> => {
  const live = await findLive(call);
  if (!live) return leadTo(call, '/login');
  return call.http.method === 'POST' ? post(call, asked, live) : show(call, asked, live);
};

// The sign-in that it may lead to is for this page, and finds its way back by the code.
const queryFor = ({ query }: HttpRequest, { userCode, request }: Asked): string => {
  const asked = new URLSearchParams({ client_id: request.clientId, response_type: 'device_code', user_code: userCode });
  const given = new URLSearchParams(query);
  for (const name of ['lang', 'ui_locales']) {
    const value = given.get(name);
    if (value !== null) asked.set(name, value);
  }
  return asked.toString();
};

const connect = async (http: HttpRequest, typed: string): Promise<Result> => {
  const userCode = readUserCode(typed);
  const request = await findByUserCode(userCode, networkOf(http.sourceIp));
  const asked = { userCode: userCode ?? '', request };
  await findAppById(request.clientId, http.headers.host ?? '');
  const query = queryFor(http, asked);
  return answerAuthorization({ ...http, query }, parseParameters(query), (call) => answer(call, asked));
};

export const handler = pageEndpoint({
  name: 'device',
  run: async (http) => {
    const typed = queryOf(http).get('user_code');
    if (typed === undefined) return showDeviceCodePage(http);
    try {
      return await connect(http, typed);
    } catch (error) {
      const isUnknown = error instanceof UntrustedRequest || isException(error, 'CodeMismatchException');
      if (isUnknown) return showDeviceCodePage(http, typed);
      throw error;
    }
  },
});
