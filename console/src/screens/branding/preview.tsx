import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect, useState } from 'react';
import type { RequestOf } from '../../api/operations.ts';
import { Answered } from '../../ui/answered.tsx';
import { ChoiceField } from '../../ui/fields.tsx';
import { useAnswer } from '../../ui/use-answer.ts';
import { PreviewFrame } from './preview-frame.tsx';

type Asked = Omit<RequestOf<'GetBrandingPreview'>, 'Page' | 'Language'>;

const pages = [
  { value: 'SIGN_IN', label: 'Sign-in' },
  { value: 'SIGN_UP', label: 'Sign-up' },
  { value: 'FORGOT_PASSWORD', label: 'Forgotten password' },
] as const;

const languages = ['en', 'de', 'es', 'fr', 'id', 'it', 'ja', 'ko', 'pt-BR', 'zh-CN', 'zh-TW'] as const;

const pauseMs = 400;

// Not at each letter that somebody types.
const useSettled = <Value,>(value: Value): Value => {
  const [settled, setSettled] = useState(value);
  const key = JSON.stringify(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(key)), pauseMs);
    return () => clearTimeout(timer);
  }, [key]);
  return settled;
};

/** The hosted page as it would look, made by the deployment itself. Nothing is stored. */
export const Preview = (asked: Asked) => {
  const [page, setPage] = useState<(typeof pages)[number]['value']>('SIGN_IN');
  const [language, setLanguage] = useState<(typeof languages)[number]>('en');
  const isManaged = asked.ManagedLoginVersion === 2;
  const request = { ...useSettled(asked), Page: page, ...(isManaged && { Language: language }) };
  const preview = useAnswer('GetBrandingPreview', request);
  return (
    <Container header={<Header variant="h2">As it would look</Header>}>
      <SpaceBetween size="m">
        <ChoiceField label="Page" value={page} choices={pages} onChange={setPage} />
        {isManaged && (
          <ChoiceField
            label="Language"
            value={language}
            choices={languages.map((value) => ({ value }))}
            onChange={setLanguage}
          />
        )}
        <Answered of={preview}>
          {({ Html, Css }) => <PreviewFrame html={Html} css={Css} title="Preview of the page" />}
        </Answered>
      </SpaceBetween>
    </Container>
  );
};
