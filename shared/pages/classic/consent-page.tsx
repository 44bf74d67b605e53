import type { FormPage, Page } from '../page.ts';
import { Dialog } from './dialog.tsx';
import { ErrorLine, Say, Submit, TokenField } from './form-parts.tsx';

/** Where an app gets the answer: a site, a program on this computer, or an app that opens addresses of a scheme. */
export interface Destination {
  readonly kind: 'site' | 'computer' | 'scheme';
  readonly name: string;
}

/** One thing that an app asks for. */
export interface AskedScope {
  readonly scope: string;
  /** What the resource server says of it; undefined for scopes that every pool has. */
  readonly description: string | undefined;
}

export interface ConsentPage extends FormPage {
  /** What the app calls itself: nobody has checked that. */
  readonly client: string | undefined;
  /** The host of the document that describes the app, which is checked; undefined where there is none. */
  readonly describedAt: string | undefined;
  readonly destination: Destination;
  readonly scopes: readonly AskedScope[];
  /** The API that the access is for. */
  readonly resource: string | undefined;
  /** Whose account it is: what people know it by, and the value that the button sends. */
  readonly account: string;
  readonly sub: string;
}

const standard: ReadonlyMap<string, string> = new Map([
  ['openid', 'Know who you are'],
  ['email', 'See your email address'],
  ['phone', 'See your phone number'],
  ['profile', 'See your profile'],
  ['aws.cognito.signin.user.admin', 'View and change your account'],
]);

const places: Readonly<Record<Destination['kind'], string>> = {
  site: 'You will be sent to the site',
  computer: 'You will be sent to a program on this computer, at',
  scheme: 'You will be sent to the app that opens addresses with',
};

const Name = ({ client }: Pick<ConsentPage, 'client'>) =>
  client === undefined ? (
    <p>An app without a name wants to act for you.</p>
  ) : (
    <p>
      An app that calls itself <b>{client}</b> wants to act for you.
    </p>
  );

const Facts = ({ client, describedAt, destination, resource, account }: ConsentPage) => (
  <>
    <Name client={client} />
    {describedAt !== undefined && (
      <p>
        The app is described by <b>{describedAt}</b>.
      </p>
    )}
    <p>
      {places[destination.kind]} <b>{destination.name}</b>.
    </p>
    {resource !== undefined && (
      <p>
        It will use <b>{resource}</b>.
      </p>
    )}
    <p>
      Your account is <b>{account}</b>.
    </p>
  </>
);

/** Asks whether an app that registered itself may have what it asks for. One copy: nothing is typed here. */
export const consentPage = (page: ConsentPage): Page => ({
  title: 'Allow access',
  body: (
    <Dialog>
      <form action={page.action} method="post" name="consentForm" class="cognito-asf">
        <TokenField formToken={page.formToken} />
        <ErrorLine error={page.error} />
        <Say>Allow access?</Say>
        <Facts {...page} />
        <p>It could then:</p>
        <ul>
          {page.scopes.map(({ scope, description }) => (
            <li>
              {standard.get(scope) ?? description ?? scope} (<code>{scope}</code>)
            </li>
          ))}
        </ul>
        <p>Nobody has checked this app. Allow it only if you have just started it yourself.</p>
        <Submit name="allow" value={page.sub} label="Allow" />
        <Submit name="deny" value="true" label="Deny" />
      </form>
    </Dialog>
  ),
});
