import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FileUpload from '@cloudscape-design/components/file-upload';
import FormField from '@cloudscape-design/components/form-field';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { ApiError } from '../../api/errors.ts';
import type { AnswerOf } from '../../api/operations.ts';
import type { GivenAsset } from '../../api/own/parts.ts';
import { Answered } from '../../ui/answered.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { ChoiceField, TextField } from '../../ui/fields.tsx';
import { useFlashes } from '../../ui/flashes.tsx';
import { CallForm } from '../../ui/form.tsx';
import { uploadTexts } from '../../ui/upload-texts.ts';
import { useAction } from '../../ui/use-action.ts';
import { useLoaded } from '../../ui/use-answer.ts';
import { JsonField } from '../parts/settings.tsx';
import { base64Of, extensionOf } from './files.ts';
import { commonSettings, valueAt, withValueAt } from './form-settings.ts';
import { Preview } from './preview.tsx';

type Style = NonNullable<AnswerOf<'DescribeManagedLoginBrandingByClient'>['ManagedLoginBranding']>;

interface Props {
  readonly pool: string;
  readonly client: string;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

interface CommonProps {
  readonly settings: unknown;
  readonly onChange: (settings: unknown) => void;
}

const CommonFields = ({ settings, onChange }: CommonProps) => (
  <>
    {commonSettings.map(({ path, label, about, of }) => {
      const change = (value: string): void => onChange(withValueAt(settings, path, value));
      const value = textOf(valueAt(settings, path));
      return of ? (
        <ChoiceField
          key={label}
          label={label}
          description={about}
          value={value}
          choices={of.map((one) => ({ value: one }))}
          onChange={change}
        />
      ) : (
        <TextField key={label} label={label} description={about} value={value} onChange={change} />
      );
    })}
  </>
);

const LogoField = ({ onChange }: { readonly onChange: (asset: GivenAsset | undefined) => void }) => {
  const [files, setFiles] = useState<readonly File[]>([]);
  const [error, setError] = useState<string>();
  const take = async (chosen: readonly File[]): Promise<void> => {
    setFiles(chosen);
    setError(undefined);
    const [file] = chosen;
    if (!file) return onChange(undefined);
    const extension = extensionOf(file);
    if (!extension) return setError('An image is an ICO, JPEG, PNG, SVG or WEBP.');
    return onChange({ Category: 'FORM_LOGO', ColorMode: 'DYNAMIC', Extension: extension, Bytes: await base64Of(file) });
  };
  return (
    <FormField
      label="Logo of the form"
      description="It is shown where components.form.logo.enabled is true. Other places of images are set by the API."
      constraintText="One megabyte at most. An SVG may only draw."
    >
      <FileUpload
        value={[...files]}
        onChange={({ detail }) => take(detail.value)}
        accept=".ico,.jpeg,.jpg,.png,.svg,.webp"
        showFileSize
        i18nStrings={uploadTexts}
        {...(error !== undefined && { errorText: error })}
      />
    </FormField>
  );
};

const Edit = ({
  pool,
  client,
  style,
  reload,
}: Props & { readonly style: Style | undefined; readonly reload: () => void }) => {
  const action = useAction();
  const flashes = useFlashes();
  const [settings, setSettings] = useState<unknown>(style?.Settings ?? {});
  // The field with the whole document begins anew where the form has changed it.
  const [made, setMade] = useState(0);
  const [logo, setLogo] = useState<GivenAsset>();
  const [asksToDelete, setAsksToDelete] = useState(false);
  const assets = logo ? [logo] : undefined;
  const save = async (): Promise<void> => {
    const isDone = await action.run(async (call) => {
      // The members are those of the API, whose own types know only some of the values of JSON.
      const change = JSON.parse(JSON.stringify({ Settings: settings, Assets: assets }));
      if (style) {
        await call('UpdateManagedLoginBranding', {
          UserPoolId: pool,
          ManagedLoginBrandingId: style.ManagedLoginBrandingId,
          ...change,
        });
      } else await call('CreateManagedLoginBranding', { UserPoolId: pool, ClientId: client, ...change });
      return true;
    });
    if (!isDone) return;
    flashes.done('The style was saved. Pages show it within ten seconds.');
    reload();
  };
  return (
    <SpaceBetween size="l">
      <CallForm action={action} submit={style ? 'Save the style' : 'Make a style'} onSubmit={save}>
        <CommonFields
          settings={settings}
          onChange={(changed) => {
            setSettings(changed);
            setMade(made + 1);
          }}
        />
        <LogoField onChange={setLogo} />
        <ExpandableSection headerText="The whole document">
          <JsonField
            key={made}
            label="Settings"
            description="All that is set of the style. What is not in it stays as it is."
            value={settings}
            rows={20}
            onChange={(changed) => setSettings(changed ?? {})}
          />
        </ExpandableSection>
      </CallForm>
      {style && <Button onClick={() => setAsksToDelete(true)}>Delete the style</Button>}
      <Preview
        UserPoolId={pool}
        ClientId={client}
        ManagedLoginVersion={2}
        Settings={settings}
        {...(assets && { Assets: assets })}
      />
      {style && asksToDelete && (
        <Confirm
          title="Delete the style?"
          action="Delete the style"
          operation="DeleteManagedLoginBranding"
          request={{ UserPoolId: pool, ManagedLoginBrandingId: style.ManagedLoginBrandingId }}
          onDone={() => {
            setAsksToDelete(false);
            flashes.done('The style was deleted.');
            reload();
          }}
          onDismiss={() => setAsksToDelete(false)}
        >
          The pages of the client have the default style again. Its images are lost.
        </Confirm>
      )}
    </SpaceBetween>
  );
};

/** The style of a client on the pages of managed login. */
export const Managed = ({ pool, client }: Props) => {
  const read = useLoaded(async (call): Promise<{ readonly style: Style | undefined }> => {
    try {
      const asked = { UserPoolId: pool, ClientId: client };
      return { style: (await call('DescribeManagedLoginBrandingByClient', asked)).ManagedLoginBranding };
    } catch (error) {
      if (error instanceof ApiError && error.name === 'ResourceNotFoundException') return { style: undefined };
      throw error;
    }
  }, `${pool} ${client}`);
  return (
    <Answered of={read}>
      {({ style }) => (
        <Edit key={String(style?.LastModifiedDate)} pool={pool} client={client} style={style} reload={read.reload} />
      )}
    </Answered>
  );
};
