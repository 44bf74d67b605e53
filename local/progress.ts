import { Presets, SingleBar } from 'cli-progress';

/** A bar that grows on a terminal; nothing is drawn where the stream is none. */
export interface Bar {
  /** How much is done, and of how much, where that is known by now. */
  readonly update: (done: number, total?: number) => void;
  readonly stop: () => void;
}

interface BarOptions {
  readonly label: string;
  readonly total: number;
  /** What is counted. */
  readonly unit: string;
}

// The library hands over a word in place of seconds that it cannot tell yet.
const inWords = (given: number): string => {
  const seconds = Math.round(Number(given));
  if (!Number.isFinite(seconds)) return '?';
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
};

/** Begins a bar on standard error, so that what a command answers can go elsewhere. */
export const startBar = ({ label, total, unit }: BarOptions): Bar => {
  const bar = new SingleBar(
    {
      format: `${label} [{bar}] {percentage}%  {value}/{total} ${unit}  {duration_formatted}, {eta_formatted} left`,
      formatTime: inWords,
      stream: process.stderr,
      hideCursor: null,
      emptyOnZero: true,
      gracefulExit: false,
    },
    Presets.legacy,
  );
  bar.start(total, 0);
  // A bar changes how the terminal turns lines. Whoever ends the process in the middle gets it back as it was.
  const stop = (): void => bar.stop();
  process.once('exit', stop);
  return {
    update: (done, of) => {
      if (of !== undefined) bar.setTotal(of);
      bar.update(done);
    },
    stop: () => {
      process.removeListener('exit', stop);
      stop();
    },
  };
};
