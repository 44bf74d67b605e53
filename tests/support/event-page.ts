import { readFileSync } from 'node:fs';
import { toJsonSchema } from '@valibot/to-json-schema';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as v from 'valibot';
import { eventDetails, eventEnvelope } from '#shared/domain/events/event-schemas.ts';

export const eventPage = 'docs/events.md';

const beginning = '## The events\n';

// As the formatter of the repository has it: short lists stand on one line.
const formatted = (value: object): string =>
  JSON.stringify(value, undefined, 2).replace(
    /^( *(?:"[^"]*": )?)\[\n((?: *"[^"\n]*",?\n)+) *\](,?)$/gm,
    (all, start: string, list: string, end: string) => {
      const line = `${start}[${list.trim().replace(/\s*\n\s*/g, ' ')}]${end}`;
      return line.length <= 120 ? line : all;
    },
  );

const schemaOf = (schema: v.GenericSchema): { readonly what: string; readonly json: string } => {
  const {
    $schema: _,
    description = '',
    ...rest
  } = toJsonSchema(schema, { typeMode: 'output', target: 'draft-2020-12' });
  return { what: description, json: `\`\`\`json\n${formatted(rest)}\n\`\`\`\n` };
};

/** The part of the page that says what there is, made from the schemas. */
const generated = (): string =>
  [
    beginning,
    'Every event has this form, by JSON Schema 2020-12. `details` differs from event to event.\n',
    '### Envelope\n',
    schemaOf(eventEnvelope).json,
    ...Object.entries(eventDetails).flatMap(([type, schema]) => {
      const { what, json } = schemaOf(schema);
      return [`### ${type}\n`, `${what}\n`, json];
    }),
  ].join('\n');

/** The page as it is, and as it is to be. */
export const pages = (): { readonly present: string; readonly expected: string } => {
  const present = readFileSync(eventPage, 'utf8');
  return { present, expected: `${present.split(beginning)[0] ?? ''}${generated()}` };
};

const sectionSchema = (page: string, heading: string): object => {
  const section = page.split(`### ${heading}\n`)[1] ?? '';
  return JSON.parse(/```json\n([\s\S]*?)\n```/.exec(section)?.[1] ?? 'null');
};

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

const compile = (page: string, heading: string) => {
  const ajv = new Ajv2020({ allErrors: true, strict: true, formats: { 'date-time': dateTime } });
  const check = ajv.compile(sectionSchema(page, heading));
  return (value: unknown): string[] =>
    check(value) ? [] : (check.errors ?? []).map((error) => `${heading}: ${ajv.errorsText([error])}`);
};

const typed = v.looseObject({ type: v.string(), details: v.unknown() });

/** What in an event is not as the page says, checked by a library of JSON Schema: one sentence for each fault. */
export const faultsByPage = (event: unknown): readonly string[] => {
  const page = readFileSync(eventPage, 'utf8');
  const { type, details } = v.parse(typed, event);
  return [...compile(page, 'Envelope')(event), ...compile(page, type)(details)];
};
