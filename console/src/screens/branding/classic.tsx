import FileUpload from '@cloudscape-design/components/file-upload';
import FormField from '@cloudscape-design/components/form-field';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { Answered } from '../../ui/answered.tsx';
import { LongTextField } from '../../ui/fields.tsx';
import { useFlashes } from '../../ui/flashes.tsx';
import { CallForm } from '../../ui/form.tsx';
import { uploadTexts } from '../../ui/upload-texts.ts';
import { useAction } from '../../ui/use-action.ts';
import { useAnswer } from '../../ui/use-answer.ts';
import { base64Of } from './files.ts';
import { Preview } from './preview.tsx';

interface Props {
  readonly pool: string;
  readonly client: string;
}

const Edit = ({ pool, client, css: before }: Props & { readonly css: string }) => {
  const action = useAction();
  const flashes = useFlashes();
  const [css, setCss] = useState(before);
  const [files, setFiles] = useState<readonly File[]>([]);
  const [image, setImage] = useState<string>();
  const look = { CSS: css, ...(image !== undefined && { ImageFile: image }) };
  const save = async (): Promise<void> => {
    await action.run(async (call) => {
      await call('SetUICustomization', { UserPoolId: pool, ClientId: client, ...look });
      flashes.done('The look was saved. Pages show it within ten seconds.');
    });
  };
  return (
    <SpaceBetween size="l">
      <CallForm action={action} submit="Save the look" onSubmit={save}>
        <LongTextField
          label="Rules of CSS"
          description="For the classes of the classic pages, such as .submitButton-customizable. They replace the former ones."
          value={css}
          rows={12}
          onChange={setCss}
        />
        <FormField
          label="Logo"
          description="It replaces the former one. Saving without a file takes the logo away, as the API does."
          constraintText="A PNG or JPEG of 100 kB at most."
        >
          <FileUpload
            value={[...files]}
            accept=".png,.jpg,.jpeg"
            showFileSize
            onChange={async ({ detail }) => {
              setFiles(detail.value);
              const [file] = detail.value;
              setImage(file && (await base64Of(file)));
            }}
            i18nStrings={uploadTexts}
          />
        </FormField>
      </CallForm>
      <Preview UserPoolId={pool} ClientId={client} ManagedLoginVersion={1} {...look} />
    </SpaceBetween>
  );
};

/** The look of the classic pages of a client. */
export const Classic = ({ pool, client }: Props) => {
  const read = useAnswer('GetUICustomization', { UserPoolId: pool, ClientId: client });
  return (
    <Answered of={read}>
      {({ UICustomization: look }) => <Edit key={client} pool={pool} client={client} css={look?.CSS ?? ''} />}
    </Answered>
  );
};
