import { signInOnPage } from './sign-in-on-page.ts';

/** The members of `.gatehouse/local.json` that events need. */
export interface LocalStack {
  readonly endpoint: string;
  readonly region: string;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly identityPoolId: string;
  readonly username: string;
  readonly password: string;
  readonly machineClientId: string;
  readonly machineClientSecret: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const PLACEHOLDER = /\{\{(\w+)\}\}/g;
const TOKENS = new Set(['AccessToken', 'IdToken', 'RefreshToken']);

const signIn = async (stack: LocalStack): Promise<Record<string, string>> => {
  const response = await fetch(stack.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
    },
    body: JSON.stringify({
      ClientId: stack.clientId,
      IdentityPoolId: stack.identityPoolId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: stack.username, PASSWORD: stack.password },
    }),
  });
  const answer: { AuthenticationResult?: Record<string, string>; message?: string } = JSON.parse(await response.text());
  if (!answer.AuthenticationResult)
    throw new Error(
      `The user ${stack.username}, as whom this event signs in, could not: ${answer.message ?? response.status}
Where an event has changed the password, this sets it back:
npx serverless invoke local -f AdminSetUserPassword -p events/api/passwords/AdminSetUserPassword.json`,
    );
  return answer.AuthenticationResult;
};

// A guest of the demo's identity pool, or the user of an ID token there.
const identityOf = async ({ endpoint, identityPoolId, userPoolId }: LocalStack, idToken?: string): Promise<string> => {
  const provider = `cognito-idp.${userPoolId.split('_')[0]}.amazonaws.com/${userPoolId}`;
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSCognitoIdentityService.GetId' },
    body: JSON.stringify({ IdentityPoolId: identityPoolId, ...(idToken && { Logins: { [provider]: idToken } }) }),
  });
  const answer: { IdentityId?: string; message?: string } = JSON.parse(await response.text());
  if (answer.IdentityId === undefined) throw new Error(`There is no identity for this event: ${answer.message}`);
  return answer.IdentityId;
};

// In the form that a custom sender of the stack's own pool gets.
const senderCode = async ({ userPoolId }: LocalStack): Promise<string> => {
  const { createCodeEncryption } = await import('#shared/gateways/sender-codes.ts');
  const codes = createCodeEncryption({ keyFile: process.env.SENDER_KEY_FILE });
  return codes.encrypt('123456', { userPoolId, keyId: 'local' });
};

/**
 * The event with its placeholders filled in. `{{UserPoolId}}`, `{{ClientId}}`, `{{IdentityPoolId}}`, `{{Username}}`,
 * `{{Password}}`, `{{MachineClientId}}` and `{{MachineClientSecret}}` are of the running stack; `{{AccessToken}}`, `{{IdToken}}` and
 * `{{RefreshToken}}` of a fresh sign-in; `{{IdentityId}}` is the identity of that user where the event has `{{IdToken}}`, or
 * of a guest, as `{{GuestId}}` always is; `{{PageAccessToken}}` of one on the page; `{{SenderCode}}` is an encrypted code.
 * Throws a plain Error for any other name.
 */
export const fillPlaceholders = async <T>(event: T, stack: LocalStack): Promise<T> => {
  const text = JSON.stringify(event);
  const wanted = new Set([...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name));
  const tokens: Record<string, string> = [...wanted].some((name) => TOKENS.has(name)) ? await signIn(stack) : {};
  const values: Record<string, string> = {
    UserPoolId: stack.userPoolId,
    ClientId: stack.clientId,
    Username: stack.username,
    Password: stack.password,
    MachineClientId: stack.machineClientId,
    MachineClientSecret: stack.machineClientSecret,
    ...(wanted.has('PageAccessToken') && { PageAccessToken: await signInOnPage(stack) }),
    ...(wanted.has('SenderCode') && { SenderCode: await senderCode(stack) }),
    ...tokens,
    ...(wanted.has('GuestId') && { GuestId: await identityOf(stack) }),
    ...(wanted.has('IdentityId') && { IdentityId: await identityOf(stack, tokens.IdToken) }),
  };
  const fill = (given: string, isJson: boolean): string =>
    given.replace(PLACEHOLDER, (_, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`The event asks for {{${name}}}, which this stack does not have.`);
      return isJson ? JSON.stringify(value).slice(1, -1) : value;
    });
  return JSON.parse(text, (key, value: unknown) => (typeof value === 'string' ? fill(value, key === 'body') : value));
};
