#!/usr/bin/env bash
# bcrypt 6.0.0 (the native package), bcryptjs 3.0.3 and @node-rs/bcrypt 2.0.0: do they check a hash as PHP writes it?
#
# One would expect: yes. `$2y$` is `$2b$` by another name, and whoever does not know a form says so.
# What happens: bcrypt answers false for the right password, and no error. The other two answer true.
# Why it matters: users that come from PHP (Laravel, Drupal, Symfony) or from Apache's htpasswd have `$2y$`. After such a
# move everybody's password is wrong, and nothing in a log says that it is the form of the hash.
# A way out: write `$2b$` in place of `$2y$` at the import; nothing else differs.
#
# Output seen (Node 20.20.2 and 24.21.0): what stands at the end.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund bcrypt@6.0.0 bcryptjs@3.0.3 @node-rs/bcrypt@2.0.0 >/dev/null 2>&1

cat >check.mjs <<'JS'
import { createRequire } from 'node:module';
import native from 'bcrypt';
import plain from 'bcryptjs';

const rust = createRequire(import.meta.url)('@node-rs/bcrypt');
const hash = plain.hashSync('Correct-horse-1', 4);
for (const form of ['2b', '2y']) {
  const stored = hash.replace(/^\$2b\$/, `$${form}$`);
  for (const [name, library] of Object.entries({ bcrypt: native, bcryptjs: plain, '@node-rs/bcrypt': rust })) {
    console.log(`$${form}$ ${name}: ${await library.compare('Correct-horse-1', stored)}`);
  }
}
JS

seen=$(node check.mjs)
echo "bcrypt $(node -p "require('./node_modules/bcrypt/package.json').version"), node $(node -p process.versions.node)"
echo "$seen"
[ "$seen" = '$2b$ bcrypt: true
$2b$ bcryptjs: true
$2b$ @node-rs/bcrypt: true
$2y$ bcrypt: false
$2y$ bcryptjs: true
$2y$ @node-rs/bcrypt: true' ] || {
  echo 'It is no longer so.' >&2
  exit 1
}
