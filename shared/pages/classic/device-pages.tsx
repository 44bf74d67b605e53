/** Pages that connect a device: RFC 8628 section 3.3. */
import type { FormPage, Page } from '../page.ts';
import { Dialog } from './dialog.tsx';
import { ErrorLine, Field, Say, Submit, TwoForms } from './form-parts.tsx';

/** The page that asks for the code of the device. */
export interface DeviceCodePage {
  readonly action: string;
  /** As it was typed before. */
  readonly typed: string;
  readonly isWrong: boolean;
  /** Whether a sign-in at a provider did not succeed, which the code was typed for. */
  readonly isFailed: boolean;
}

/** The page that asks whether the device is to be connected. */
export interface DevicePage extends FormPage {
  /** As the device shows it. */
  readonly userCode: string;
  /** The name of the app client. */
  readonly app: string;
  readonly scopes: readonly string[];
  /** What people know the account by, and the value that the form sends. */
  readonly account: string;
  readonly sub: string;
  /** Where another account is chosen. */
  readonly otherAccount: string;
}

const wrongCode = 'This code is not right or has expired. Check it, or get a new one on your device.';

const failed = 'Something went wrong. Try again.';

export const deviceCodePage = ({ action, typed, isWrong, isFailed }: DeviceCodePage): Page => ({
  title: 'Connect a device',
  body: (
    <Dialog>
      <form action={action} method="get" name="deviceCodeForm" class="cognito-asf">
        <ErrorLine error={isWrong ? wrongCode : isFailed ? failed : undefined} />
        <Say>Enter the code that your device shows.</Say>
        <Field name="user_code" id="user_code" label="Code" value={typed} />
        <Submit name="continue" label="Continue" />
      </form>
    </Dialog>
  ),
});

export const devicePage = (page: DevicePage): Page => ({
  title: 'Connect a device',
  body: (
    <TwoForms page={page} name="deviceForm">
      {() => (
        <>
          <Say>{`${page.app} on a device wants to sign in as ${page.account}.`}</Say>
          <p>Allow this only if your own device shows this code:</p>
          <p>
            <strong>{page.userCode}</strong>
          </p>
          <p>It may then use:</p>
          <ul>
            {page.scopes.map((scope) => (
              <li>{scope}</li>
            ))}
          </ul>
          <input type="hidden" name="sub" value={page.sub} />
          <Submit name="answer" value="allow" label="Allow" />
          <Submit name="answer" value="deny" label="Deny" />
          <p class="redirect-customizable">
            <a href={page.otherAccount}>Sign in as a different user?</a>
          </p>
        </>
      )}
    </TwoForms>
  ),
});

/** What follows. */
export const deviceAnsweredPage = (isAllowed: boolean): Page => ({
  title: isAllowed ? 'Connected' : 'Not connected',
  body: (
    <Dialog>
      <Say>
        {isAllowed
          ? 'Your device is connected. You can close this page and go back to it.'
          : 'The device was not connected. You can close this page.'}
      </Say>
    </Dialog>
  ),
});
