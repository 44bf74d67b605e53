import { defineConfig } from 'vitest/config';
import { UnfinishedReporter } from './support/unfinished-reporter.ts';

// No test measures speed: the limits only end what hangs, on the slowest machine. What takes half a minute by itself took
// three on one that twenty other processes kept busy.
const patienceMs = 600_000;

// Processes, not threads: to start a program copies the page tables of who starts it, and all threads in one process are
// large.
const common = {
  pool: 'forks',
  isolate: false,
  testTimeout: patienceMs,
  hookTimeout: patienceMs,
  expect: { poll: { timeout: 180_000, interval: 100 } },
} as const;

// Rules need nothing. The rest runs over HTTP against one stack, which each run starts for itself on free ports.
const rules = [
  'tests/arch/**/!(files-that-run).test.ts',
  'tests/audit-trail/journey.test.ts',
  'tests/bench/**/*.test.ts',
  'tests/console/{changes,commands,paths,plain-text,settings,strong-password}.test.ts',
  'tests/contract/**/*.test.ts',
  'tests/journey/**/*.test.ts',
  'tests/shared/**/*.test.ts',
  'tests/templates/{published,resolver}.test.ts',
  'tests/local/{access-key,authority,database,deliveries,trail-file,edge,edge-limits,expiry,files,functions,gateway,hidden-address,logs,mailbox,metrics,own-pages,processes,pull,sts,trust-policy,viewer-request}.test.ts',
  'tests/package/{aliases,changed-targets,deployment,documented-templates,console-upload,installed-package,limit-faults,made-once,plugins,template-faults}.test.ts',
];

// What acts on a whole deployment, and what needs passwords hashed as on AWS: elsewhere the hash costs next to nothing.
const apart = [
  'tests/workers/**/*.test.ts',
  'tests/timing/**/*.test.ts',
  'tests/limits/registrations.test.ts',
  'tests/functions/api/signing-keys/RotateIdentitySigningKeys.test.ts',
  'tests/races/rehash.test.ts',
  'tests/imports/foreign-passwords.test.ts',
];

// Counted against a stack of their own, without requests of other tests.
const costs = ['tests/costs/**/*.test.ts'];

// A stack of its own, which sends its events to a receiver of theirs.
const events = ['tests/events/**/*.test.ts'];

// A stack whose addresses are those of HTTPS.
const tls = ['tests/mcp/over-tls.test.ts'];

// A store meets one fault at a time, so each file has a stack of its own, whose store fails when it is told to. Most of
// the time these wait.
const faults = ['killed', 'late', 'refused', 'repeated', 'stalled'];

// They read what the functions print, so no other test may make them print at the same time.
const metrics = ['tests/metrics/**/*.test.ts'];

// A deployment has one configuration of operators.
const operators = ['tests/functions/api/operators/**/*.test.ts', 'tests/cli/{login,operators}.test.ts'];

// The same, and a browser.
const consoles = ['tests/browser/console/**/*.test.ts'];

const alone = { maxWorkers: 1, sequence: { groupOrder: 1 } };

const project = (
  name: string,
  include: readonly string[],
  more: { globalSetup?: string; exclude?: string[] } & Partial<typeof alone> = {},
) => ({
  extends: true as const,
  test: { ...common, name, include: [...include], ...more },
});

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    // One for each fault, and one for the rest, which then gets the others. Projects start in the order of their names.
    maxWorkers: 6,
    reporters: ['default', new UnfinishedReporter()],
    projects: [
      project('apart', apart, { globalSetup: 'tests/workers/global-setup.ts' }),
      project('console', consoles, { globalSetup: 'tests/support/global-setup.ts', ...alone }),
      project('costs', costs, { globalSetup: 'tests/costs/global-setup.ts' }),
      project('events', events, { globalSetup: 'tests/events/global-setup.ts' }),
      ...faults.map((fault) =>
        project(`faults-${fault}`, [`tests/faults/${fault}.test.ts`], { globalSetup: 'tests/faults/global-setup.ts' }),
      ),
      project('metrics', metrics, { globalSetup: 'tests/metrics/global-setup.ts', ...alone }),
      project('operators', operators, { globalSetup: 'tests/support/global-setup.ts', ...alone }),
      project('rules', rules),
      project('stack', ['tests/**/*.test.ts'], {
        exclude: [
          ...rules,
          ...apart,
          ...consoles,
          ...costs,
          ...events,
          ...metrics,
          ...operators,
          ...tls,
          'tests/faults/**/*.test.ts',
        ],
        globalSetup: 'tests/support/global-setup.ts',
      }),
      project('tls', tls, { globalSetup: 'tests/mcp/global-setup.ts' }),
    ],
  },
});
