import { type ActResult, byAct, ratiosOf, type SizeResult, sizeName } from './results.ts';

const columns = 3;
const cell = { width: 310, height: 120, left: 34, right: 24, top: 34, bottom: 24 };
const plot = {
  width: cell.width - cell.left - cell.right,
  height: cell.height - cell.top - cell.bottom,
};

// Greys and colours that are readable on white and on black, where the colour scheme is not known.
const style = `
  text { font: 11px system-ui, sans-serif; fill: #6b7280 }
  .name { font-weight: 600; fill: #4b5563 }
  .axis { stroke: #9ca3af; stroke-width: 1; stroke-dasharray: 3 3 }
  .time { fill: none; stroke: #2563eb; stroke-width: 2 }
  .units { fill: none; stroke: #d97706; stroke-width: 2 }
  .time-dot { fill: #2563eb } .units-dot { fill: #d97706 }
  @media (prefers-color-scheme: dark) {
    text { fill: #9ca3af } .name { fill: #e5e7eb } .axis { stroke: #6b7280 }
    .time { stroke: #60a5fa } .time-dot { fill: #60a5fa }
    .units { stroke: #fbbf24 } .units-dot { fill: #fbbf24 }
  }`;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const label = (x: number, y: number, text: string, rest = ''): string =>
  `<text x="${x}" y="${y}"${rest}>${escaped(text)}</text>`;

// Each size is ten times the one before: they are at equal distances.
const xAt = (index: number, count: number): number =>
  cell.left + (count > 1 ? (index * plot.width) / (count - 1) : plot.width / 2);

const yAt = (ratio: number, most: number): number =>
  Math.round((cell.top + plot.height * (1 - Math.min(ratio, most) / most)) * 10) / 10;

const curve = (kind: 'time' | 'units', ratios: readonly number[], most: number): string => {
  const points = ratios.map((ratio, index) => [xAt(index, ratios.length), yAt(ratio, most)] as const);
  const dots = points.map(([x, y]) => `<circle class="${kind}-dot" cx="${x}" cy="${y}" r="3"/>`);
  return `<polyline class="${kind}" points="${points.map((point) => point.join(',')).join(' ')}"/>${dots.join('')}`;
};

const unitRatios = ({ at }: ActResult): readonly number[] => {
  const units = at.map(({ readUnits, writeUnits }) => readUnits + writeUnits);
  return units.map((value) => value / (units[0] || Number.NaN)).map((ratio) => (Number.isFinite(ratio) ? ratio : 1));
};

const panel = (act: ActResult, index: number, most: number): string => {
  const [x, y] = [(index % columns) * cell.width, 34 + Math.floor(index / columns) * cell.height];
  const one = yAt(1, most);
  const sizes = act.at.map(({ size }, at) =>
    label(xAt(at, act.at.length), cell.height - 8, sizeName(size), ' text-anchor="middle"'),
  );
  return [
    `<g transform="translate(${x} ${y})">`,
    label(cell.left, 18, act.name, ' class="name"'),
    `<line class="axis" x1="${cell.left}" x2="${cell.width - cell.right}" y1="${one}" y2="${one}"/>`,
    label(cell.left - 8, one + 4, '× 1', ' text-anchor="end"'),
    label(cell.left - 8, yAt(most, most) + 4, `× ${most}`, ' text-anchor="end"'),
    curve('units', unitRatios(act), most),
    curve('time', ratiosOf(act), most),
    ...sizes,
    '</g>',
  ].join('');
};

/** docs/scale.svg: for each act, time and units over the size of the pool, as multiples of those of the smallest. */
export const toChart = (results: readonly SizeResult[]): string => {
  const acts = byAct(results);
  const highest = Math.max(...acts.flatMap((act) => [...ratiosOf(act), ...unitRatios(act)]));
  const most = Math.max(2, Math.ceil(highest));
  const width = columns * cell.width;
  const height = 34 + Math.ceil(acts.length / columns) * cell.height;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    '<title>Time and units of each operation over the size of the pool, as multiples of those of the smallest</title>',
    `<style>${style}</style>`,
    `<circle class="time-dot" cx="${cell.left + 4}" cy="16" r="4"/>`,
    label(cell.left + 14, 20, 'time'),
    `<circle class="units-dot" cx="${cell.left + 64}" cy="16" r="4"/>`,
    label(cell.left + 74, 20, 'DynamoDB units, both against the smallest pool; below, users in the pool'),
    ...acts.map((act, index) => panel(act, index, most)),
    '</svg>',
  ].join('\n')}\n`;
};
