/** A visit of the account page: who comes, and what answers. */
import type { Result } from '#shared/api/exchange.ts';
import { accountPath } from '#shared/domain/oauth/authorization-request.ts';
import type { Parameters } from '#shared/domain/oauth/parameters.ts';
import type { AccountSection } from '#shared/domain/user-pools/account-sections.ts';
import type { AccountView } from '#shared/pages/managed/account/account-parts.tsx';
import type { Page } from '#shared/pages/page.ts';
import type { PlainKey } from '#shared/pages/texts/catalogue.ts';
import type { ClientRecord } from '#shared/services/directory/directory.ts';
import type { LiveSession } from '#shared/services/oauth/sso-sessions.ts';
import type { AuthorizationCall } from '../by-authorization-request.ts';
import { managedOf } from '../page-dress.ts';
import { formAnswer, formFor, type Typed, type Wrong } from '../page-forms.ts';
import { pagePath } from '../page-path.ts';

/** Somebody who looks at the own account. */
export interface Visit {
  readonly call: AuthorizationCall;
  readonly live: LiveSession;
  /** The path of the part. */
  readonly path: string;
}

/** Whose account it is, as the services take it. */
export interface AccountHolder extends ClientRecord {
  readonly userKey: string;
  readonly user: LiveSession['user'];
}

export const holderOf = ({ call, live: { userKey, user } }: Visit): AccountHolder => ({ ...call.app, userKey, user });

/** What came of a form. */
export interface Outcome {
  readonly told?: PlainKey;
  readonly wrong?: Wrong;
  /** What is filled in again. */
  readonly typed?: Typed;
  /** What the form was about. */
  readonly about?: string;
  /** What is shown only this once. */
  readonly once?: readonly string[];
}

/** A part of the account page. */
export interface AccountPart {
  readonly section: AccountSection;
  /** True where it asks for a sign-in that is not old. */
  readonly isDelicate: boolean;
  /** False where the pool or the app client has nothing of it. */
  readonly isThere: (visit: Visit) => boolean;
  readonly show: (visit: Visit, view: AccountView, outcome: Outcome) => Promise<Page>;
  /** Does what a form asks for. What it throws as a CognitoException is told on the page. */
  readonly act: (visit: Visit, form: Parameters) => Promise<Outcome | Result>;
  /** What a form that is refused is filled in with again. */
  readonly typed?: (visit: Visit, form: Parameters) => Typed;
}

/** The path of a section, such as `recovery-codes`. */
export const pathOf = (section: AccountSection): string => section.toLowerCase().replaceAll('_', '-');

/** The page that `pageFor` makes, in the style of the client. */
export const answerVisit = async (
  { call, live, path }: Visit,
  { told, wrong }: Outcome,
  pageFor: (view: AccountView) => Page | Promise<Page>,
): Promise<Result> => {
  const form = await formFor(call, path, wrong);
  const managed = await managedOf(call);
  const page = await pageFor({
    ...form,
    managed,
    sub: live.user.sub,
    overview: pagePath(call, accountPath),
    told: told && managed.texts.say(told),
  });
  return formAnswer(call, form, page);
};
