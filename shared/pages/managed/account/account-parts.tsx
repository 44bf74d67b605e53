/** Parts that the pages of an account have in common. */
import type { ComponentChildren } from 'preact';
import type { FormPage, Page } from '../../page.ts';
import type { PlainKey } from '../../texts/catalogue.ts';
import type { Texts } from '../../texts/texts.ts';
import { Alert, Elsewhere, Form, Heading, Intro, Notice, Other, Submit } from '../form-parts.tsx';
import { type Complaints, complaintsFor, type Managed } from '../managed.ts';

/** What every page of an account says. */
export interface AccountView extends FormPage {
  readonly managed: Managed;
  /** Whose account it is: a form that another user's page had is not taken. */
  readonly sub: string;
  /** Where the overview is. */
  readonly overview: string;
  /** What was done just now. */
  readonly told: string | undefined;
}

interface Parts {
  readonly title: string;
  readonly intro?: string | undefined;
  /** The fields of the page that complaints stand beside. */
  readonly fields?: readonly string[];
  readonly body: (complaints: Complaints) => ComponentChildren;
}

/** One part of an account as a page: its title, what was done or is wrong, and the way back. */
export const accountPart = (view: AccountView, { title, intro, fields = [], body }: Parts): Page => {
  const { managed, told, overview } = view;
  const complaints = complaintsFor(managed, view, fields);
  return {
    title,
    body: (
      <>
        <Heading title={title}>{intro !== undefined && <Intro>{intro}</Intro>}</Heading>
        {told !== undefined && <Notice message={told} />}
        <Alert messages={complaints.above} />
        {body(complaints)}
        <Elsewhere>
          <a href={overview}>{managed.texts.say('account.overview')}</a>
        </Elsewhere>
      </>
    ),
  };
};

interface AccountFormProps {
  readonly view: AccountView;
  /** What the form does. */
  readonly act: string;
  /** What it does it to. */
  readonly of?: string | undefined;
  readonly creation?: string | undefined;
  readonly children: ComponentChildren;
}

/** A form of an account. */
export const AccountForm = ({ view, act, of, creation, children }: AccountFormProps) => (
  <Form page={view} route="routes/account" creation={creation}>
    <input type="hidden" name="sub" value={view.sub} />
    <input type="hidden" name="act" value={act} />
    {of !== undefined && <input type="hidden" name="of" value={of} />}
    {children}
  </Form>
);

interface ActionProps extends Omit<AccountFormProps, 'children'> {
  readonly label: string;
  /** What the button is about, where several have the same label. */
  readonly about?: string;
  readonly isMain?: boolean;
}

/** A form that is a button alone. */
export const Action = ({ label, about, isMain = false, ...form }: ActionProps) => (
  <AccountForm {...form}>
    {isMain ? <Submit label={label} /> : <Other name="go" value="1" label={label} about={about} />}
  </AccountForm>
);

interface EntryProps {
  readonly title: string;
  readonly facts?: readonly string[];
  readonly children?: ComponentChildren;
}

/** One thing of a list, with what can be done about it. */
export const Entry = ({ title, facts = [], children }: EntryProps) => (
  <section class="entry">
    <h2>{title}</h2>
    {facts.length > 0 && (
      <div class="facts">
        {facts.map((fact) => (
          <p>{fact}</p>
        ))}
      </div>
    )}
    {children}
  </section>
);

/** What stands in place of a list that is empty. */
export const Nothing = ({ texts }: { readonly texts: Texts }) => <p>{texts.say('account.none')}</p>;

/** A moment as the language writes it, in UTC, which it says: a page does not know where its reader is. */
export const timeIn = ({ language }: Texts, at: number): string =>
  new Intl.DateTimeFormat(language, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone: 'UTC',
    timeZoneName: 'short',
  }).format(at);

/** The title of a part. */
export const titleKey = (path: string): PlainKey => titles[path] ?? 'account.title';

const titles: Readonly<Record<string, PlainKey>> = {
  profile: 'account.profile',
  contacts: 'account.contacts',
  password: 'account.password',
  factors: 'account.factors',
  'recovery-codes': 'account.recoveryCodes',
  passkeys: 'account.passkeys',
  devices: 'account.devices',
  sessions: 'account.sessions',
  links: 'account.links',
  terms: 'account.terms',
};
