/** Names that the stack of the tests serves beside its own. As each stands only once, each is for one test. */
export const customDomains = [
  'create.sign-in.example.com',
  'describe.sign-in.example.com',
  'update.sign-in.example.com',
  'delete.sign-in.example.com',
  'published.sign-in.example.com',
] as const;
