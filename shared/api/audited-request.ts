import { type ToldChange, withoutTexts } from '#shared/observability/audited-operation.ts';
import type { AuditDetails, EndedCall } from '#shared/observability/call.ts';

const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS';

/** Parameters whose values are shown. All others may be, or may lead to, somebody's secret. */
const shownParameters: ReadonlySet<string> = new Set(
  `acr_values challenge client_id code_challenge_method deliveryMedium error grant_type identity_provider idp_identifier lang
logout_uri max_age nonce_required prompt redirect_uri resource response_mode response_type scope sub token_type_hint
ui_locales identityProvider`.split(/\s+/),
);

/** Parameters of which the name alone is shown. */
const namedParameters: ReadonlySet<string> = new Set(
  `RelayState SAMLRequest SAMLResponse SigAlg Signature _csrf access_token actor_token actor_token_type allow answer assertion
audience authentication_code authorization_details aws_client_metadata claims client_assertion client_assertion_type
client_notification_token client_secret code code_challenge code_verifier cognitoAsfData confirm confirmPassword
confirmation_code continue credential csrf deny device_code differentUser display dpop_jkt error_description error_uri
feedback feedback_token id_token_hint iss linkAccount login_hint newAccount new_password nonce offer otherWay password plain
post_logout_redirect_uri preferred question refresh_token registration request request_uri requested_token_type resend
reset_my_password reset_password session_state signInAs signInSubmitButton signUpButton state subject_token
subject_token_type terms token user user_code user_name username`.split(/\s+/),
);

/** Names of CloudTrail's, by path: of classic pages and, where that has another, of managed login. */
const eventNames: Readonly<Record<string, readonly [classic: string, managed?: string]>> = {
  '/confirm': ['Confirm', 'signup_confirm'],
  '/confirmUser': ['Confirm_With_Link', 'confirmUser'],
  '/confirmforgotPassword': ['ConfirmForgotPassword', 'confirmForgotPassword'],
  '/error': ['Error'],
  '/eventFeedback': ['Event_Feedback'],
  '/forgotPassword': ['ForgotPassword', 'forgotPassword'],
  '/login': ['Login', 'login'],
  '/oauth2/authorize': ['OAuth2_Authorize'],
  '/oauth2/idpresponse': ['OAuth2Response'],
  '/oauth2/token': ['Token'],
  '/oauth2/userInfo': ['UserInfo'],
  '/passkeys/add': ['Passkeys_Add', 'passkeys_add'],
  '/resendcode': ['ResendCode', 'verifyCode'],
  '/saml2/idpresponse': ['SAML2Response'],
  '/saml2/logout': ['SAML2Logout'],
  '/signup': ['Signup', 'signup'],
  '/verifyPassword': ['Login', 'login_continue'],
};

const upperFirst = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

const target = /\.([A-Za-z]{1,64})$/;

/** The name of the event. What has none in CloudTrail has that of its function. */
const eventNameOf = ({ called, http, family }: EndedCall): string => {
  const { method, path } = http;
  if (path === '/logout') return 'Logout';
  const [classic, managed] = eventNames[path] ?? [];
  // Of the sign-in page, the form has a name of its own in CloudTrail.
  if (path === '/login' && method === 'POST' && family !== 'managed') return 'CognitoAuthentication';
  const name = (family === 'managed' && method === 'POST' ? managed : undefined) ?? classic ?? upperFirst(called.name);
  return `${name}_${method}`;
};

const isForm = ({ headers }: EndedCall['http']): boolean =>
  /^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(headers['content-type'] ?? '');

const mostNames = 100;
const mostOfOne = 5;
const mostBodyBytes = 32 * 1024;
const longestText = 256;

const cut = (text: string): string => (text.length > longestText ? `${text.slice(0, longestText)}…` : text);

// A name that nobody knows may be a secret itself: a value whose name is missing, or what follows a & that was not encoded.
const isKnown = (text: string): boolean => shownParameters.has(text) || namedParameters.has(text);
const isName = (text: string): boolean => isKnown(text) || /^requiredAttributes\[[a-z_]{1,32}\]$/.test(text);

const givenIn = (http: EndedCall['http']): readonly (readonly [name: string, value: string])[] => {
  const body = isForm(http) && http.body.length <= mostBodyBytes ? Buffer.from(http.body).toString() : '';
  return [...new URLSearchParams(http.query), ...new URLSearchParams(body)];
};

const hiddenIn = (http: EndedCall['http']): readonly string[] =>
  givenIn(http).flatMap(([name, value]) => (shownParameters.has(name) ? [] : [value]));

const parametersOf = (http: EndedCall['http']): Record<string, string[]> => {
  const told = new Map<string, string[]>();
  // Each name has room of its own: nobody keeps a parameter off the trail by many others.
  for (const [name, value] of givenIn(http)) {
    const key = isName(name) ? name : hidden;
    const values = told.get(key) ?? [];
    if (values.length >= mostOfOne || (values.length === 0 && told.size >= mostNames && !isKnown(key))) continue;
    told.set(key, [...values, shownParameters.has(key) ? cut(value) : hidden]);
  }
  return Object.fromEntries(told);
};

// A request for an operation that is not there comes by no operation.
const unknownOperation = (call: EndedCall): AuditDetails | undefined => {
  const [, eventName] = target.exec(call.http.headers['x-amz-target'] ?? '') ?? [];
  if (call.called.name !== 'unknownOperation' || eventName === undefined) return undefined;
  const nothing = { requestParameters: null, responseElements: null };
  return { eventVersion: '1.10', eventType: 'AwsApiCall', eventName, readOnly: false, ...nothing };
};

/** What the trail says of a request of an endpoint or a page, and of what it changed. */
export const auditedRequest = (call: EndedCall, changes: readonly ToldChange[] = []): AuditDetails => {
  const { http, refusal, poolId, clientId, sub, failedTrigger, statusCode, pageAction } = call;
  const beside = {
    ...(sub !== undefined && { sub }),
    ...(clientId !== undefined && { clientId }),
    responseParameters: { status: statusCode },
    requestParameters: { ...parametersOf(http), ...(pageAction !== undefined && { action: [pageAction] }) },
    userPoolDomain: cut(http.headers.host ?? ''),
    ...(poolId !== undefined && { userPoolId: poolId }),
    path: cut(http.path),
    ...(failedTrigger !== undefined && { trigger: failedTrigger }),
    ...(changes.length > 0 && { changes }),
  };
  return (
    unknownOperation(call) ?? {
      eventVersion: '1.08',
      eventType: 'AwsServiceEvent',
      eventName: eventNameOf(call),
      readOnly: http.method === 'GET' || http.method === 'HEAD',
      requestParameters: null,
      responseElements: null,
      ...(refusal && { errorMessage: withoutTexts(refusal.message, hiddenIn(http)) }),
      additionalEventData: beside,
    }
  );
};
