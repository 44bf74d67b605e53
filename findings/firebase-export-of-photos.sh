#!/usr/bin/env bash
# firebase-tools 15.34.2: does an account come back from its own CSV export as it was?
#
# One would expect: yes. Names are put between quotation marks where they have commas (since 15.19 also well).
# What happens: addresses of photos are not. A comma is an ordinary character in a URL, and image services write sizes with
# it. Everything behind it stands one column further: the import of the same version reads the time of the last sign-in as
# phone number. There is no header and no error.
# Why it matters: whoever moves from Firebase by CSV gets a few users who have somebody's time as phone number. The export in
# JSON has all of it right.
# A way out: export JSON; or refuse each row that does not have the same number of values as the others.
#
# Output seen (Node 20.20.2 and 24.21.0, csv-parse 7.0.3):
#   53 values, phone number +15551234567
#   54 values, phone number 1700000000000
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund csv-parse@7.0.3 >/dev/null 2>&1
# Its two modules for accounts, without all that the whole needs: what they need of the rest is stood in for.
npm pack --silent firebase-tools@15.34.2 >/dev/null
tar -xzf firebase-tools-15.34.2.tgz package/package.json package/lib/accountExporter.js package/lib/accountImporter.js

cat >there-and-back.cjs <<'JS'
const Module = require('node:module');
const { parse } = require('csv-parse/sync');

let users = [];
const standIns = {
  './api': { googleOrigin: () => '' },
  './apiv2': { Client: class { post = async () => ({ body: { users } }); } },
  './error': { FirebaseError: Error },
  './logger': { logger: {} },
  './utils': { logSuccess: () => undefined },
  colorette: {},
};
const load = Module._load;
Module._load = (name, ...rest) => standIns[name] ?? load(name, ...rest);
const { serialExportUsers } = require('./package/lib/accountExporter.js');
const { transArrayToUser } = require('./package/lib/accountImporter.js');

const account = { localId: 'a', email: 'ada@example.com', emailVerified: true, createdAt: '1600000000000' };
const state = { lastLoginAt: '1700000000000', phoneNumber: '+15551234567' };
(async () => {
  for (const photo of ['ada.png', 'w_100,h_100/ada.png']) {
    users = [{ ...account, ...state, photoUrl: `https://images.example.com/${photo}` }];
    let csv = '';
    await serialExportUsers('project', { format: 'csv', batchSize: 1, writeStream: { write: (text) => (csv += text) } });
    const [values] = parse(csv);
    const { phoneNumber } = transArrayToUser(values);
    console.log(`${values.length} values, phone number ${phoneNumber}`);
  }
})();
JS

seen=$(node there-and-back.cjs)
echo "firebase-tools $(node -p "require('./package/package.json').version"), node $(node -p process.versions.node)"
echo "$seen"
[ "$seen" = '53 values, phone number +15551234567
54 values, phone number 1700000000000' ] || {
  echo 'It is no longer so.' >&2
  exit 1
}
