import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';

/** Files by their path from the top of the project. */
export type Files = ReadonlyMap<string, string>;

/** One entry of a functions.yml. */
export interface Entry {
  readonly key: string;
  readonly file: string;
  readonly handler: string | undefined;
  readonly role: string | undefined;
  /** Such as `POST /op/SignUp`. */
  readonly routes: readonly string[];
}

/** The files that must fit together. */
export const readHouse = (root: string): Files =>
  new Map(
    globSync(
      [
        'functions/**/*.{ts,yml}',
        'events/**/*.json',
        'tests/functions/**/*.test.ts',
        'resources/**/*.yml',
        'serverless.yml',
        'docs/compatibility.md',
      ],
      { cwd: root },
    )
      .sort()
      .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
  );

const Route = v.union([
  v.string(),
  v.pipe(
    v.object({ method: v.string(), path: v.string() }),
    v.transform(({ method, path }) => `${method.toUpperCase()} ${path}`),
  ),
]);
const FunctionsFile = v.nullable(
  v.record(
    v.string(),
    v.object({
      handler: v.optional(v.string()),
      role: v.optional(v.string()),
      events: v.optional(v.array(v.object({ httpApi: v.optional(Route) })), []),
    }),
  ),
);
const Resources = v.object({ Resources: v.optional(v.record(v.string(), v.object({ Type: v.string() })), {}) });

// CloudFormation's own tags (!Ref, !Sub) do not matter here.
const parseYaml = (text: string): unknown => parse(text, { logLevel: 'error' });

/** Every function in the functions.yml files. */
export const entriesOf = (files: Files): readonly Entry[] =>
  [...files].flatMap(([file, text]) =>
    file.endsWith('/functions.yml')
      ? Object.entries(v.parse(FunctionsFile, parseYaml(text)) ?? {}).map(([key, { handler, role, events }]) => ({
          key,
          file,
          handler,
          role,
          routes: events.flatMap(({ httpApi }) => (httpApi ? [httpApi] : [])),
        }))
      : [],
  );

/** The logical ids of the roles in resources/. */
export const rolesOf = (files: Files): ReadonlySet<string> =>
  new Set(
    [...files].flatMap(([file, text]) =>
      file.startsWith('resources/')
        ? Object.entries(v.parse(v.fallback(Resources, { Resources: {} }), parseYaml(text)).Resources)
            .filter(([id, { Type }]) => id.endsWith('Role') && Type === 'AWS::IAM::Role')
            .map(([id]) => id)
        : [],
    ),
  );

/** The functions.yml files that serverless.yml includes. */
export const includedBy = (serverless: string | undefined): ReadonlySet<string> =>
  new Set([...(serverless ?? '').matchAll(/\$\{file\(\.?\/?(functions\/[^)]+)\)\}/g)].map(([, path]) => path ?? ''));
