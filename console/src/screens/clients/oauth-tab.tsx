import { useState } from 'react';
import type { ClientOAuthSettings } from '../../api/own/parts.ts';
import { Answered } from '../../ui/answered.tsx';
import { useFlashes } from '../../ui/flashes.tsx';
import { CallForm } from '../../ui/form.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useAnswer } from '../../ui/use-answer.ts';
import { SettingFields } from '../parts/settings.tsx';
import { oauthSettings } from './client-settings.ts';
import { merge } from './merge.ts';

interface OfClient {
  readonly UserPoolId: string;
  readonly ClientId: string;
}

const withoutIds = ({
  UserPoolId: _,
  ClientId: __,
  ...settings
}: OfClient & ClientOAuthSettings): ClientOAuthSettings => settings;

const Edit = ({ of, read }: { readonly of: OfClient; readonly read: ClientOAuthSettings }) => {
  const action = useAction();
  const flashes = useFlashes();
  const [before, setBefore] = useState(read);
  const [edited, setEdited] = useState(read);
  const save = async (): Promise<void> => {
    await action.run(async (call) => {
      // They are replaced as a whole: what somebody else has changed meanwhile stays.
      const now = withoutIds(await call('GetUserPoolClientOAuthSettings', of));
      const { document } = merge(before, edited, now);
      const saved = withoutIds(await call('SetUserPoolClientOAuthSettings', { ...of, ...document }));
      setBefore(saved);
      setEdited(saved);
      flashes.done('The OAuth settings were changed.');
    });
  };
  return (
    <CallForm action={action} submit="Save" onSubmit={save}>
      <SettingFields groups={oauthSettings} document={edited} onChange={setEdited} />
    </CallForm>
  );
};

/** The OAuth settings that Cognito does not have. */
export const OAuthTab = ({ of }: { readonly of: OfClient }) => (
  <Answered of={useAnswer('GetUserPoolClientOAuthSettings', of)}>
    {(answer) => <Edit of={of} read={withoutIds(answer)} />}
  </Answered>
);
