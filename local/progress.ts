import { Presets, SingleBar } from 'cli-progress';

/** A progress bar on a terminal. On other streams nothing is drawn. */
export interface Bar {
  /** How much is done and, where it is known by now, of how much. */
  readonly update: (done: number, total?: number) => void;
  readonly stop: () => void;
}

interface BarOptions {
  readonly label: string;
  readonly total: number;
  /** What is counted. */
  readonly unit: string;
}

// While the library cannot tell the seconds yet, it gives a word instead.
const inWords = (given: number): string => {
  const seconds = Math.round(Number(given));
  if (!Number.isFinite(seconds)) return '?';
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
};

/** Starts a bar on standard error, so that the command's answer can go elsewhere. */
export const startBar = ({ label, total, unit }: BarOptions): Bar => {
  const bar = new SingleBar(
    {
      format: `${label} [{bar}] {percentage}%  {value}/{total} ${unit}  {rate} ${unit}/s  {duration_formatted}, {eta_formatted} left`,
      formatTime: inWords,
      stream: process.stderr,
      hideCursor: null,
      emptyOnZero: true,
      gracefulExit: false,
    },
    Presets.legacy,
  );
  const startedAt = Date.now();
  const rateOf = (done: number): number => Math.round(done / Math.max(1, (Date.now() - startedAt) / 1000));
  bar.start(total, 0, { rate: 0 });
  // A bar changes how the terminal wraps lines. If the process ends in the middle, this sets it back.
  const stop = (): void => bar.stop();
  process.once('exit', stop);
  return {
    update: (done, of) => {
      if (of !== undefined) bar.setTotal(of);
      bar.update(done, { rate: rateOf(done) });
    },
    stop: () => {
      process.removeListener('exit', stop);
      stop();
    },
  };
};
