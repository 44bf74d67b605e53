import type { Import } from './import-graph.ts';

/** The members of package.json that the rules read. */
export interface Stated {
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
}

// Rules without input or output that the console shares with what else has them: one module a line.
const openToConsole: readonly string[] = [
  'shared/domain/app-clients/updatable-members.ts',
  'shared/domain/doctor/',
  'shared/domain/user-pools/updatable-members.ts',
];

// Who may import whom. A layer of `shared` and `local` may import itself; a function never imports another one.
const mayImport: Readonly<Record<string, readonly string[]>> = {
  'functions/': ['shared/'],
  'shared/errors/': ['shared/errors/'],
  'shared/config/': ['shared/config/', 'shared/errors/'],
  'shared/observability/': ['shared/observability/', 'shared/config/', 'shared/errors/'],
  'shared/domain/': ['shared/domain/', 'shared/errors/'],
  'shared/wire/': ['shared/wire/', 'shared/domain/', 'shared/errors/'],
  'shared/pages/': ['shared/pages/', 'shared/wire/', 'shared/domain/', 'shared/errors/'],
  // Messages have the languages of pages.
  'shared/mails/': ['shared/mails/', 'shared/pages/texts/', 'shared/domain/', 'shared/errors/'],
  'shared/data/': ['shared/data/', 'shared/domain/', 'shared/observability/', 'shared/config/', 'shared/errors/'],
  'shared/gateways/': [
    'shared/gateways/',
    'shared/domain/',
    'shared/observability/',
    'shared/config/',
    'shared/errors/',
  ],
  'shared/services/': [
    'shared/services/',
    'shared/mails/',
    'shared/domain/',
    'shared/data/',
    'shared/gateways/',
    'shared/observability/',
    'shared/config/',
    'shared/errors/',
  ],
  'shared/api/': [
    'shared/api/',
    'shared/pages/',
    'shared/wire/',
    'shared/domain/',
    'shared/observability/',
    'shared/config/',
    'shared/errors/',
  ],
  'shared/operations/': [
    'shared/operations/',
    'shared/api/',
    'shared/pages/',
    'shared/mails/',
    'shared/services/',
    'shared/data/',
    'shared/wire/',
    'shared/domain/',
    'shared/observability/',
    'shared/errors/',
  ],
  'local/': ['local/', 'shared/'],
  // The console is a client like any other: it knows the deployment by the API alone. Its folders stand in an order.
  'console/src/api/': ['console/src/api/'],
  'console/src/session/': ['console/src/session/', 'console/src/api/'],
  'console/src/router/': ['console/src/router/'],
  'console/src/ui/': ['console/src/ui/', 'console/src/router/', 'console/src/api/', ...openToConsole],
  'console/src/screens/': [
    'console/src/screens/',
    'console/src/ui/',
    'console/src/router/',
    'console/src/api/',
    ...openToConsole,
  ],
  'console/src/app/': [
    'console/src/app/',
    'console/src/screens/',
    'console/src/ui/',
    'console/src/router/',
    'console/src/session/',
    'console/src/api/',
  ],
  'console/': ['console/'],
  'tests/': ['functions/', 'shared/', 'local/', 'console/', 'tests/', 'package.json'],
};

/** The folders of services in their order: each may import those before it in this list, and none after it. */
export const serviceFolders: readonly string[] = [
  'cache',
  'late-writes',
  'session-ends',
  'timing',
  'sealing',
  'limits',
  'log-delivery',
  'audit-trail',
  'usage',
  'directory',
  'dpop',
  'triggers',
  'page-tokens',
  'signing-keys',
  'messages',
  'codes',
  'users',
  'groups',
  'mfa',
  'leaked-passwords',
  'passwords',
  'recovery-codes',
  'sessions',
  'totp',
  'user-pools',
  'resource-servers',
  'user-pool-domains',
  'terms',
  'app-clients',
  'risk',
  'recipients',
  'ui-customization',
  'branding',
  'page-texts',
  'message-settings',
  'invitations',
  'sign-up',
  'tokens',
  'callers',
  'operators',
  'devices',
  'passkeys',
  'sign-in',
  'oauth',
  'federation',
  'recovery',
  'account',
  'imports',
  'exports',
  'user-pool-changes',
  'identity-pools',
  'events',
];

const serviceFolderOf = (path: string): string | undefined => /^shared\/services\/([^/]+)\//.exec(path)?.[1];

const whyNotInOrder = ({ from, to }: Import): string | undefined => {
  const [own, other] = [serviceFolderOf(from), serviceFolderOf(to)];
  if (own === undefined || other === undefined || own === other) return undefined;
  const [place, otherPlace] = [serviceFolders.indexOf(own), serviceFolders.indexOf(other)];
  if (place < 0) return `services/${own} has no place in the order of services`;
  return otherPlace >= 0 && otherPlace < place
    ? undefined
    : `services/${other} does not come before services/${own} in their order`;
};

interface PackageRule {
  readonly packages: RegExp;
  /** The files that may not import them. */
  readonly notFrom: RegExp;
  readonly because: string;
  readonly typesMay?: true;
}

const packageRules: readonly PackageRule[] = [
  {
    packages: /^@aws-sdk\/.*dynamodb/,
    notFrom: /^(functions|shared\/(?!data\/))/,
    because: 'only shared/data speaks DynamoDB',
  },
  {
    packages: /^(@aws-sdk\/(?!.*dynamodb)|@smithy\/(?!core\/retry$))/,
    notFrom: /^(functions|shared\/(?!gateways\/))/,
    because: 'only shared/gateways speaks to other services',
    typesMay: true,
  },
  {
    packages: /^@smithy\/core\/retry$/,
    notFrom: /^(functions|shared\/(?!gateways\/|data\/))/,
    because: 'only shared/data and shared/gateways send what may have to be sent again',
    typesMay: true,
  },
  {
    // The API's own vocabulary, as types, is what the rules are about.
    packages:
      /^(@aws-sdk\/(?!client-cognito-identity(?:-provider)?$)|@smithy\/|@middy\/|@aws-lambda-powertools\/|aws-lambda$)/,
    notFrom: /^shared\/domain\//,
    because: 'shared/domain is rules alone: values in, values out',
  },
  {
    packages: /^(@aws-sdk\/|@smithy\/|node:)/,
    notFrom: /^console\/src\//,
    because: 'the console runs in browsers, and has the types of the API alone',
    typesMay: true,
  },
  {
    packages: /^node:(?!(buffer|crypto|url|util)$)/,
    // The bytes of argon2's WebAssembly are read where nothing is bundled; a bundle carries them in place of that module.
    notFrom: /^shared\/domain\/(?!passwords\/argon2-wasm-bytes\.ts$)/,
    because: 'shared/domain does no I/O',
  },
];

interface ModuleRule {
  readonly module: string;
  /** The files that may not import it. */
  readonly notFrom: RegExp;
  readonly because: string;
}

/** Modules of our own that are for some files of a layer alone. */
export const moduleRules: readonly ModuleRule[] = [
  {
    module: 'shared/domain/users/stored-user.ts',
    notFrom: /^(functions|shared\/(?!data\/users\/user-item\.ts$|services\/user-pool-changes\/))/,
    because: 'shared/data gives and takes users as their pool is now',
  },
];

// Identity pools know user pools by the verification of tokens and of assertions, and by what any domain may use. They
// never reach users.
const ofIdentityPools = /^(?:functions\/identity|shared\/(?:domain|data|services)\/identity-pools)\//;
const ofUserPools = /^shared\/(?:domain|data|services)\//;
const openToIdentityPools: readonly RegExp[] = [
  /^shared\/(?:domain|data|services)\/identity-pools\//,
  /^shared\/data\/[^/]+\.ts$/,
  /^shared\/services\/(?:cache|late-writes|page-tokens|sealing|signing-keys)\//,
  /^shared\/services\/callers\/id-token\.ts$/,
  /^shared\/services\/tokens\/sign\.ts$/,
  /^shared\/services\/federation\/saml\/open-response\.ts$/,
  /^shared\/domain\/federation\/saml(?:\/[^/]+|-metadata)\.ts$/,
  /^shared\/domain\/tokens\/(?:key-rotation|signed-token|signing-keys|token-changes)\.ts$/,
  /^shared\/domain\/oauth\/client-keys\.ts$/,
  /^shared\/domain\/user-pools\/(?:issuer-name|pool-id|tags|user-pool)\.ts$/,
];

const whyNotByIdentityPools = ({ from, to }: Import): string | undefined =>
  ofIdentityPools.test(from) && ofUserPools.test(to) && !openToIdentityPools.some((open) => open.test(to))
    ? 'identity pools know user pools by their tokens alone'
    : undefined;

// The first that fits: the parts of the console stand before the whole of it.
const layerOf = (path: string): string | undefined => Object.keys(mayImport).find((layer) => path.startsWith(layer));

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

const whyNotOurs = ({ from, to }: Import): string | undefined => {
  const broken = moduleRules.find(({ module, notFrom }) => module === to && notFrom.test(from));
  if (broken) return broken.because;
  const layer = layerOf(from);
  const allowed = layer ? (mayImport[layer] ?? []) : [];
  return allowed.some((prefix) => to.startsWith(prefix))
    ? undefined
    : `${layer ?? 'no layer'} may import ${allowed.join(', ') || 'nothing'}`;
};

// CloudFront gives its functions one module that no registry has.
const isOfTheEdge = ({ from, to }: Import): boolean => from.startsWith('functions/edge/') && to === 'cloudfront';

const whyNotPackage = (item: Import, stated: Stated): string | undefined => {
  const { from, to, typeOnly } = item;
  const broken = packageRules.find(
    (rule) => rule.packages.test(to) && rule.notFrom.test(from) && !(typeOnly && rule.typesMay),
  );
  if (broken) return broken.because;
  if (!/^(functions|shared)\//.test(from) || to.startsWith('node:') || isOfTheEdge(item)) return undefined;
  const name = packageOf(to);
  if (stated.dependencies.includes(name)) return undefined;
  const typesFrom = [name, `@types/${name}`];
  return typeOnly && typesFrom.some((types) => stated.devDependencies.includes(types))
    ? undefined
    : `${name} is not among the dependencies`;
};

/** One sentence for each import that the layers forbid, and for each module that no layer holds. */
export const violations = (modules: readonly string[], imports: readonly Import[], stated: Stated): string[] => [
  ...modules.filter((path) => !layerOf(path)).map((path) => `${path} is in no layer`),
  ...imports.flatMap((item) => {
    const because = item.ours
      ? (whyNotOurs(item) ?? whyNotInOrder(item) ?? whyNotByIdentityPools(item))
      : whyNotPackage(item, stated);
    return because ? [`${item.from}:${item.line} imports ${item.to}: ${because}`] : [];
  }),
];

/** Each circle of imports found, as the modules along it; types count, as a reader follows them too. */
export const circles = (imports: readonly Import[]): string[] => {
  const targets = new Map<string, Set<string>>();
  for (const { from, to, ours } of imports) if (ours) targets.set(from, (targets.get(from) ?? new Set()).add(to));

  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push([...trail.slice(start), path].join(' → '));
    if (start >= 0 || done.has(path)) return;
    for (const target of targets.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of targets.keys()) visit(path, []);
  return found;
};
