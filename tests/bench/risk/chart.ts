/** One line of the chart: the share of sign-ins that is asked for more, over the share of attacks that is caught. */
export interface Curve {
  readonly name: string;
  readonly color: string;
  readonly dashed: boolean;
  readonly points: readonly (readonly [caught: number, asked: number])[];
}

const width = 820;
const height = 380;
const edge = { left: 56, right: 300, top: 30, bottom: 46 };
const plot = { width: width - edge.left - edge.right, height: height - edge.top - edge.bottom };
const least = 0.9;

const style = `
  text { font: 11px system-ui, sans-serif; fill: #6b7280 }
  .axis { stroke: #9ca3af; stroke-width: 1; stroke-dasharray: 3 3 }
  polyline { fill: none; stroke-width: 2 }
  @media (prefers-color-scheme: dark) { text { fill: #9ca3af } .axis { stroke: #6b7280 } }`;

const rounded = (value: number): number => Math.round(value * 10) / 10;

// What is not caught counts, so each tenth of it has the same room: 90 %, 99 %, 99.9 %.
const xAt = (caught: number): number =>
  rounded(edge.left + (plot.width * -Math.log10(Math.max(1 - caught, 0.0005) / (1 - least))) / -Math.log10(0.005));

const yAt = (asked: number): number => rounded(edge.top + plot.height * (1 - asked));

const label = (x: number, y: number, text: string, anchor = 'start'): string =>
  `<text x="${x}" y="${y}" text-anchor="${anchor}">${text}</text>`;

const line = ({ color, dashed, points }: Curve): string => {
  const places = points.map(([caught, asked]) => `${xAt(caught)},${yAt(asked)}`).join(' ');
  return `<polyline points="${places}" stroke="${color}"${dashed ? ' stroke-dasharray="6 4"' : ''}/>`;
};

const key = ({ name, color, dashed }: Curve, index: number): string => {
  const [x, y] = [width - edge.right + 20, edge.top + 14 + index * 20];
  const dashes = dashed ? ' stroke-dasharray="6 4"' : '';
  return `<polyline points="${x},${y - 4} ${x + 24},${y - 4}" stroke="${color}"${dashes}/>${label(x + 32, y, name)}`;
};

/** docs/risk.svg: what it costs people to catch more of the targeted attacks. */
export const toChart = (curves: readonly Curve[]): string =>
  `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    '<title>Share of sign-ins that is asked for more, over the share of targeted attacks that is caught</title>',
    `<style>${style}</style>`,
    ...[0, 0.25, 0.5, 0.75, 1].flatMap((asked) => [
      `<line class="axis" x1="${edge.left}" x2="${width - edge.right}" y1="${yAt(asked)}" y2="${yAt(asked)}"/>`,
      label(edge.left - 8, yAt(asked) + 4, `${asked * 100} %`, 'end'),
    ]),
    ...[0.9, 0.98, 0.99, 0.995, 0.999].map((caught) =>
      label(xAt(caught), height - 26, `${rounded(caught * 100)} %`, 'middle'),
    ),
    label(edge.left, 16, 'sign-ins of people that are asked for more'),
    label(edge.left + plot.width / 2, height - 8, 'targeted attacks that are caught', 'middle'),
    ...curves.map(line),
    ...curves.map(key),
    '</svg>',
  ].join('\n')}\n`;
