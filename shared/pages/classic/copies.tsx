/** The classic pages have each form twice, one copy for narrow screens and one for wide ones. Styles show one of them. */
import type { VNode } from 'preact';
import { Banner } from './dialog.tsx';

const classes = {
  narrow: 'modal-content-mobile visible-xs visible-sm',
  // As on Cognito's pages without a column of identity providers.
  wide: 'modal-content-mobile visible-md visible-lg',
  desktop: 'modal-content-desktop visible-md visible-lg',
} as const;

interface CopiesProps {
  /** In the order of the document. Scripts that take the first match, or the last one, count on it. */
  readonly order: readonly (keyof typeof classes)[];
  /** Makes a copy. Its ids are the same in both, as on Cognito's pages. */
  readonly children: () => VNode;
}

/** The dialog of a page, once for each kind of screen. Each copy works by itself. */
export const Copies = ({ order, children }: CopiesProps) => (
  // biome-ignore lint/a11y/useSemanticElements: tests of apps count the div elements.
  <div class="container" role="main">
    <div class="modal-dialog">
      {order.map((kind) => (
        <div class={`modal-content background-customizable ${classes[kind]}`}>
          <Banner />
          <div class="modal-body">{children()}</div>
        </div>
      ))}
    </div>
  </div>
);
