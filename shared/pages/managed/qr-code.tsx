import encodeQR from 'qr';

const border = 4;

// One square for each dark place, as runs of a row. ISO/IEC 18004 wants a light border of four squares.
const outlineOf = (rows: readonly (readonly boolean[])[]): string =>
  rows
    .flatMap((row, y) =>
      row.flatMap((isDark, x) => {
        if (!isDark || row[x - 1]) return [];
        const end = row.indexOf(false, x);
        return [`M${x} ${y}h${(end < 0 ? row.length : end) - x}v1H${x}z`];
      }),
    )
    .join('');

/** A QR code as a picture. It is dark on light in every scheme, as cameras need it. */
export const QrCode = ({ text, label }: { readonly text: string; readonly label: string }) => {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border });
  return (
    <svg class="qr" viewBox={`0 0 ${rows.length} ${rows.length}`} role="img" aria-label={label}>
      <path d={outlineOf(rows)} />
    </svg>
  );
};
