/** Pages that connect a device: RFC 8628 section 3.3. */
import type { DeviceCodePage, DevicePage } from '../classic/device-pages.tsx';
import type { Page } from '../page.ts';
import type { Texts } from '../texts/texts.ts';
import { Alert, Elsewhere, Field, Form, Heading, Intro, Other, Submit } from './form-parts.tsx';
import { complaintsFor, type Managed } from './managed.ts';

/** The page that asks for the code of the device. It is of no client yet. */
export const deviceCodePage = (texts: Texts, { action, typed, isWrong, isFailed }: DeviceCodePage): Page => {
  const title = texts.say('device.title');
  return {
    title,
    body: (
      <>
        <Heading title={title}>
          <Intro>{texts.say('device.enterCode')}</Intro>
        </Heading>
        <Alert messages={isFailed ? [texts.say('error.unexpected')] : []} />
        <form action={action} method="get">
          <Field
            name="user_code"
            label={texts.say('label.code')}
            value={typed}
            complaint={isWrong ? texts.say('error.deviceCode') : undefined}
            autofocus
          />
          <Submit name="continue" label={texts.say('action.continue')} />
        </form>
      </>
    ),
  };
};

/** The page that asks whether the device is to be connected. */
export const devicePage = (managed: Managed, page: DevicePage): Page => {
  const { texts } = managed;
  const { app, account: username, userCode, scopes } = page;
  const title = texts.say('device.title');
  return {
    title,
    body: (
      <>
        <Heading title={title}>
          <Intro>{texts.say('device.wants', { app, username })}</Intro>
        </Heading>
        <Alert messages={complaintsFor(managed, page, []).above} />
        <p>{texts.say('device.compare')}</p>
        <p>
          <strong>{userCode}</strong>
        </p>
        <p>{texts.say('device.scopes')}</p>
        <ul>
          {scopes.map((scope) => (
            <li>{scope}</li>
          ))}
        </ul>
        <Form page={page} route="routes/device">
          <input type="hidden" name="sub" value={page.sub} />
          <Submit name="answer" value="allow" label={texts.say('device.allow')} />
          <Other name="answer" value="deny" label={texts.say('device.deny')} />
        </Form>
        <Elsewhere>
          <a href={page.otherAccount}>{texts.say('accounts.other')}</a>
        </Elsewhere>
      </>
    ),
  };
};

/** What follows. */
export const deviceAnsweredPage = ({ texts }: Pick<Managed, 'texts'>, isAllowed: boolean): Page => {
  const title = texts.say(isAllowed ? 'device.connected' : 'device.notConnected');
  return {
    title,
    body: (
      <Heading title={title}>
        <Intro>{texts.say('signedOut.intro')}</Intro>
      </Heading>
    ),
  };
};
