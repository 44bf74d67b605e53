import fc from 'fast-check';

/** Values that no member of a request should have. */
export const odd = fc.oneof(
  fc.constantFrom<unknown>(
    '',
    ' ',
    '\u0000',
    '\ud800',
    'İßΑΣ',
    '＠',
    '__proto__',
    'constructor',
    'a'.repeat(5000),
    '😀'.repeat(300),
    '{{UserPoolId}}',
    "' OR 1=1 --",
    -1,
    0,
    1e308,
    0.5,
    true,
    null,
    [],
    [null],
    {},
    { a: {} },
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
);
