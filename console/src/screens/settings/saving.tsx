import { type ReactNode, useState } from 'react';
import { useFlashes } from '../../ui/flashes.tsx';
import { type Action, useAction } from '../../ui/use-action.ts';
import type { SettingsDocument } from './documents.ts';
import { type Difference, differences, type Settings } from './paths.ts';
import { Review } from './review.tsx';

interface Wanted {
  readonly poolId: string;
  readonly document: SettingsDocument;
  /** What was saved, for people. */
  readonly title: string;
  /** The settings as somebody saw them; undefined for whoever changes them unseen. */
  readonly opened?: Settings;
  /** The settings that are to be saved, from those of now. */
  readonly next: (now: Settings) => Settings;
  readonly onSaved: (settings: Settings) => void;
}

interface Reviewed {
  readonly now: Settings;
  readonly meanwhile: readonly Difference[];
}

interface Saving {
  readonly action: Action;
  /** Reads the settings again, and shows what is going to change. */
  readonly review: () => Promise<unknown>;
  /** The dialog, while it is open. */
  readonly dialog: ReactNode;
}

/** Saves settings that one request replaces as a whole: nothing is lost that somebody else set meanwhile. */
export const useSaving = ({ poolId, document, title, opened, next, onSaved }: Wanted): Saving => {
  const [reviewed, setReviewed] = useState<Reviewed>();
  const { done, failed } = useFlashes();
  const action = useAction();

  const show = (now: Settings, before: Settings = now): void =>
    setReviewed({ now, meanwhile: differences(before, now) });

  const save = (now: Settings) =>
    action.run(async (call) => {
      // Somebody may have read for a while.
      const latest = await document.read(call, poolId);
      if (differences(now, latest).length > 0) return show(latest, opened ?? now);
      const wanted = next(now);
      await document.write(call, document.request(poolId, wanted, now));
      const settings = await document.read(call, poolId);
      const asked = differences(now, wanted);
      const kept = differences(wanted, settings).filter(({ path }) => asked.some((change) => change.path === path));
      setReviewed(undefined);
      if (kept.length === 0) done(`${title}: saved.`);
      else failed(new Error(`Not all was taken. Look at ${kept.map(({ path }) => path).join(', ')}.`));
      onSaved(settings);
    });

  return {
    action,
    review: () => action.run(async (call) => show(await document.read(call, poolId), opened)),
    dialog: reviewed && (
      <Review
        operation={document.operation}
        request={document.request(poolId, next(reviewed.now), reviewed.now)}
        changes={differences(reviewed.now, next(reviewed.now))}
        meanwhile={reviewed.meanwhile}
        action={action}
        onSave={() => void save(reviewed.now)}
        onDismiss={() => {
          action.forget();
          setReviewed(undefined);
        }}
      />
    ),
  };
};
