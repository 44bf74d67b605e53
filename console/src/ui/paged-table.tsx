import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { type ReactNode, useState } from 'react';
import type { Call } from '../api/api.ts';
import { ErrorAlert } from './error-alert.tsx';
import { useLoaded } from './use-answer.ts';

/** One page of a list, and the token of the next one. */
export interface ListPage<Item> {
  readonly items: readonly Item[];
  readonly next: string | undefined;
}

export interface Column<Item> {
  readonly header: string;
  readonly cell: (item: Item) => ReactNode;
}

interface Props<Item> {
  readonly title: string;
  readonly description?: ReactNode;
  /** The columns; as a function, they may ask for the page again. */
  readonly columns: readonly Column<Item>[] | ((reload: () => void) => readonly Column<Item>[]);
  /** Loads the page behind a token; the first one without. */
  readonly load: (call: Call, token: string | undefined) => Promise<ListPage<Item>>;
  /** All that `load` depends on, such as the filter. Another key begins with the first page. */
  readonly of: string;
  readonly keyOf: (item: Item) => string;
  readonly empty: string;
  /** Above the table, such as a filter. */
  readonly filter?: ReactNode;
  /** Whether rows can be chosen. */
  readonly choose?: 'single' | 'multi';
  /** Buttons, for the rows that are chosen. `reload` asks for the page again. */
  readonly actions?: (chosen: readonly Item[], reload: () => void) => ReactNode;
}

interface Where {
  readonly of: string;
  /** The token of each page so far; undefined for the first one. */
  readonly tokens: readonly (string | undefined)[];
  readonly index: number;
}

/** A list of the API by its pages: there is a next one and a previous one, and nobody knows how many there are. */
export const PagedTable = <Item,>(props: Props<Item>) => {
  const { title, description, columns, load, of, keyOf, empty, filter, choose, actions } = props;
  const [last, setWhere] = useState<Where>({ of, tokens: [undefined], index: 0 });
  const where = last.of === of ? last : { of, tokens: [undefined], index: 0 };
  const [chosen, setChosen] = useState<readonly Item[]>([]);
  const token = where.tokens[where.index];
  const page = useLoaded((call) => load(call, token), `${of} ${token ?? ''}`);
  const { items = [], next } = page.answer ?? { next: undefined };

  const goTo = (index: number): void => {
    setChosen([]);
    if (index < where.tokens.length) setWhere({ ...where, index });
    else if (next !== undefined) setWhere({ of, tokens: [...where.tokens.slice(0, where.index + 1), next], index });
  };

  const reload = (): void => {
    setChosen([]);
    page.reload();
  };
  // After a reload, a row that was chosen may be gone.
  const stillThere = chosen.filter((item) => items.some((other) => keyOf(other) === keyOf(item)));

  return (
    <SpaceBetween size="s">
      <ErrorAlert error={page.error} retry={page.reload} />
      <Table<Item>
        items={items}
        trackBy={keyOf}
        loading={page.loading}
        loadingText="Loading …"
        wrapLines
        header={
          <Header
            variant="h2"
            description={description}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button iconName="refresh" ariaLabel={`Load ${title} again`} onClick={reload} />
                {actions?.(stillThere, reload)}
              </SpaceBetween>
            }
          >
            {title}
          </Header>
        }
        filter={filter}
        empty={<Box color="text-body-secondary">{empty}</Box>}
        columnDefinitions={(typeof columns === 'function' ? columns(reload) : columns).map(
          ({ header, cell }, index) => ({
            id: header,
            header,
            cell: (item: Item) => <span className="gh-break">{cell(item)}</span>,
            isRowHeader: index === 0,
            // Words may break anywhere, so columns would shrink to a few letters. Narrow windows scroll the table.
            minWidth: index === 0 ? 150 : 130,
          }),
        )}
        {...(choose && {
          selectionType: choose,
          selectedItems: stillThere,
          onSelectionChange: ({ detail }) => setChosen(detail.selectedItems),
        })}
        ariaLabels={{
          tableLabel: title,
          selectionGroupLabel: `Choose of ${title}`,
          allItemsSelectionLabel: () => 'Choose all of this page',
          itemSelectionLabel: (_, item) => `Choose ${keyOf(item)}`,
        }}
        pagination={
          <Pagination
            currentPageIndex={where.index + 1}
            pagesCount={Math.max(where.tokens.length, where.index + (next === undefined ? 1 : 2))}
            disabled={page.loading}
            onChange={({ detail }) => goTo(detail.currentPageIndex - 1)}
            ariaLabels={{
              nextPageLabel: 'Next page',
              previousPageLabel: 'Previous page',
              paginationLabel: `Pages of ${title}`,
              pageLabel: (number) => `Page ${number}`,
            }}
          />
        }
      />
    </SpaceBetween>
  );
};
