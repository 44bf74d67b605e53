import type {
  CreateUserPoolClientCommandInput,
  CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { makeManagedPool } from './managed-login.ts';
import { callback } from './oauth.ts';
import { callOwn } from './own-operations.ts';
import type { TestPool } from './pools.ts';
import { textOf } from './sign-in-page.ts';
import { formIn, type UserAgent } from './user-agent.ts';

type Query = Readonly<Record<string, string>>;

/** The path of the account page, or of a part of it. */
export const accountPath = ({ clientId }: Pick<TestPool, 'clientId'>, part = '', more: Query = {}): string =>
  `/account${part && `/${part}`}?${new URLSearchParams({ client_id: clientId, redirect_uri: callback, ...more })}`;

/** A pool with managed login and an account page. */
export const makeAccountPool = async (
  settings: object = {},
  pool: Partial<CreateUserPoolCommandInput> = {},
  client: Partial<CreateUserPoolClientCommandInput> = {},
) => {
  const made = await makeManagedPool({ AutoVerifiedAttributes: ['email'], ...pool }, client);
  await callOwn('SetUserPoolAccountPage', { UserPoolId: made.poolId, Status: 'ENABLED', ...settings });
  return made;
};

const actIn = (form: string): string | undefined => /name="act" value="([^"]*)"/.exec(form)?.[1];
const ofIn = (form: string): string | undefined => /name="of" value="([^"]*)"/.exec(form)?.[1];

/** Fills in the form of an account page that does that, to that, and posts it. */
export const doOn = async (
  agent: UserAgent,
  page: Response,
  [act, of]: readonly [act: string, of?: string],
  fields: Query = {},
): Promise<Response> => {
  const text = await textOf(page);
  const forms = text
    .split('<form')
    .slice(1)
    .map((one) => `<form${one.split('</form>')[0]}</form>`);
  const form = forms.find((one) => actIn(one) === act && (of === undefined || ofIn(one) === of));
  if (!form) throw new Error(`No form does ${act} ${of ?? ''}, but ${page.status}: ${text}`);
  const { action, fields: hidden } = formIn(form);
  return agent.post(action, { ...hidden, ...fields });
};

/** What a page tells that was done. */
export const noticeIn = (text: string): string | undefined =>
  /<div class="notice" role="status"><p>([^<]*)<\/p>/.exec(text)?.[1];
