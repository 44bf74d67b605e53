/** Identity providers on the page that a sign-in begins with: a list of buttons, or one field for all of them. */
import type { PageLook } from '#shared/domain/branding/page-look.ts';
import type { LoginPage, PageProvider } from '../classic/login-page.tsx';
import { Form } from './form-parts.tsx';
import type { Managed } from './managed.ts';
import { Image } from './pictures.tsx';

interface ProvidersProps {
  readonly managed: Managed;
  readonly page: LoginPage;
}

// The field is sent by a form of its own, as the form for the name must not send it along.
const formId = 'providers';

// Those that the style does not name come after the others, in their own order.
const inOrder = (providers: readonly PageProvider[], { order }: PageLook['providers']): readonly PageProvider[] => {
  const placeOf = ({ name }: PageProvider): number => (order.includes(name) ? order.indexOf(name) : order.length);
  return providers.toSorted((one, other) => placeOf(one) - placeOf(other));
};

const List = ({ managed: { texts, look }, page }: ProvidersProps) => (
  <>
    {inOrder(page.providers, look.providers).map(({ name, label }) => {
      const icon = look.providers.icons.get(name);
      return (
        <button type="submit" name="identityProvider" value={name} class="button provider" formnovalidate>
          {icon && <Image class="provider-icon" picture={icon} scheme={look.scheme} />}
          {texts.say('signIn.withProvider', { provider: label })}
        </button>
      );
    })}
  </>
);

const Choice = ({ managed: { texts, look }, page }: ProvidersProps) => {
  const options = inOrder(page.providers, look.providers).map(({ name, label }) => (
    <option value={name}>{label}</option>
  ));
  return (
    <>
      <div class="field">
        <label for="identityProvider">{texts.say('signIn.searchProvider')}</label>
        {look.providers.interfaceStyle === 'DROPDOWN' ? (
          <select id="identityProvider" name="identityProvider" form={formId}>
            {options}
          </select>
        ) : (
          <>
            <input id="identityProvider" name="identityProvider" form={formId} list="providerNames" required />
            <datalist id="providerNames">{options}</datalist>
          </>
        )}
      </div>
      <button type="submit" class="button provider" form={formId}>
        {texts.say('action.continue')}
      </button>
    </>
  );
};

/** What the style says how providers are offered by. */
export const Providers = (props: ProvidersProps) =>
  props.managed.look.providers.interfaceStyle === 'BUTTON_LIST' ? <List {...props} /> : <Choice {...props} />;

/** The form that sends the field for providers, where there is one. It stands beside the form for the name. */
export const ProvidersForm = ({ managed: { look }, page }: ProvidersProps) =>
  page.providers.length === 0 || look.providers.interfaceStyle === 'BUTTON_LIST' ? null : (
    <Form page={page} route="routes/login" id={formId}>
      {null}
    </Form>
  );
