import { expect, it } from 'vitest';
import { atHash } from '#shared/domain/tokens/at-hash.ts';

it('hashes an access token as the example of OpenID Connect Core, appendix A.4, does', () =>
  expect(atHash('jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y')).toBe('77QmUPtjPfzWtF2AnpK9RQ'));
