import { relative } from './relative.ts';

/** A time of the API, in seconds since the epoch: how long ago, and when. A dash where there is none. */
export const Time = ({ at }: { readonly at: number | undefined }) => {
  if (at === undefined) return <>-</>;
  const date = new Date(at * 1000);
  return (
    <time dateTime={date.toISOString()} title={date.toISOString()}>
      {date.toLocaleString()} ({relative(at, Date.now() / 1000)})
    </time>
  );
};
