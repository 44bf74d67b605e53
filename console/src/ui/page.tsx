import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useEffect, useRef } from 'react';

interface Props {
  /** The heading, and the title of the document. */
  readonly title: string;
  /** One sentence on what the screen is for. */
  readonly description?: ReactNode;
  /** Buttons beside the heading. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A screen: heading, actions, content. As it opens, the heading takes the focus, so that a reader begins there. */
export const Page = ({ title, description, actions, children }: Props) => {
  const top = useRef<HTMLDivElement>(null);

  useEffect(() => {
    document.title = `${title} · Gatehouse console`;
  }, [title]);

  useEffect(() => {
    const heading = top.current?.querySelector('h1');
    heading?.setAttribute('tabindex', '-1');
    heading?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, []);

  return (
    <div ref={top} className="gh-page">
      <ContentLayout
        header={
          <Header variant="h1" description={description} actions={actions}>
            <span className="gh-break">{title}</span>
          </Header>
        }
      >
        <SpaceBetween size="l">{children}</SpaceBetween>
      </ContentLayout>
    </div>
  );
};
