import type { ConsentPage, Destination } from '../classic/consent-page.tsx';
import type { Page } from '../page.ts';
import type { PlainKey } from '../texts/catalogue.ts';
import type { Texts } from '../texts/texts.ts';
import { Alert, Form, Heading, Other, Submit } from './form-parts.tsx';
import { complaintsFor, type Managed } from './managed.ts';

const standard: ReadonlyMap<string, PlainKey> = new Map([
  ['openid', 'consent.openid'],
  ['email', 'consent.email'],
  ['phone', 'consent.phone'],
  ['profile', 'consent.profile'],
  ['aws.cognito.signin.user.admin', 'consent.account'],
]);

const placeOf = (texts: Texts, { kind, name: place }: Destination): string => {
  if (kind === 'site') return texts.say('consent.toSite', { place });
  return kind === 'computer' ? texts.say('consent.toComputer', { place }) : texts.say('consent.toScheme', { place });
};

const wordsOf = (texts: Texts, { scope, description }: ConsentPage['scopes'][number]): string => {
  const key = standard.get(scope);
  return key === undefined ? (description ?? scope) : texts.say(key);
};

const Facts = ({ texts, page }: { readonly texts: Texts; readonly page: ConsentPage }) => (
  <>
    <p>
      {page.client === undefined ? texts.say('consent.nameless') : texts.say('consent.client', { client: page.client })}
    </p>
    {page.describedAt !== undefined && <p>{texts.say('consent.describedBy', { place: page.describedAt })}</p>}
    <p>{placeOf(texts, page.destination)}</p>
    {page.resource !== undefined && <p>{texts.say('consent.resource', { resource: page.resource })}</p>}
    <p>{texts.say('consent.as', { username: page.account })}</p>
  </>
);

/** Asks whether an app that registered itself may have what it asks for. */
export const consentPage = (managed: Managed, page: ConsentPage): Page => {
  const { texts } = managed;
  const { above } = complaintsFor(managed, page, []);
  return {
    title: texts.say('consent.title'),
    body: (
      <>
        <Heading title={texts.say('consent.title')} />
        <Alert messages={above} />
        <Form page={page} route="routes/consent">
          <Facts texts={texts} page={page} />
          <p>{texts.say('consent.scopes')}</p>
          <ul>
            {page.scopes.map((asked) => (
              <li>
                {wordsOf(texts, asked)} <code>{asked.scope}</code>
              </li>
            ))}
          </ul>
          <p>{texts.say('consent.unchecked')}</p>
          <Submit name="allow" value={page.sub} label={texts.say('consent.allow')} />
          <Other name="deny" value="true" label={texts.say('consent.deny')} />
        </Form>
      </>
    ),
  };
};
