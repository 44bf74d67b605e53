#!/usr/bin/env bash
# mod_auth_openidc 2.4.12.3 (Debian 12): does it show the refusal of an authorization server that says who it is?
#
# One would expect: RFC 9207 adds `iss` to every answer of the authorization endpoint, to errors as well. A client that does
# not know the parameter ignores it (RFC 6749 section 4.1.2), and shows the error.
# What happens: without `iss` the error is shown, with its description. With `iss` the same answer is taken for a sign-in that
# a third party begins: the module looks for a `target_link_uri`, finds none, and shows "Invalid Request".
# Why it matters: whoever signs in through Apache reads that the request was invalid, and not that the sign-in was refused or
# why, as soon as the server in front of which it stands follows RFC 9207. Codes with `iss` are taken as they should be.
# A way out: read the reason in the log of the authorization server; or a newer mod_auth_openidc.
#
# Output seen (Debian 12, apache2-bin 2.4.71-1~deb12u1, libapache2-mod-auth-openidc 2.4.12.3-2+deb12u5, node 20.20.2):
#   without iss: OpenID Connect Provider error: access_denied
#   with iss:    Invalid Request
set -euo pipefail
command -v apt-get >/dev/null || { echo 'This needs apt-get, on Debian 12.' >&2; exit 2; }
work=$(mktemp -d)
chmod 755 "$work"
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
for package in libapache2-mod-auth-openidc apache2-bin libcjose0 libhiredis0.14 libapr1 libaprutil1 libjansson4 libpcre2-8-0; do
  apt-get -qq download "$package" 2>/dev/null
done
for file in *.deb; do dpkg -x "$file" root; done
export LD_LIBRARY_PATH=$work/root/usr/lib/x86_64-linux-gnu:$work/root/usr/lib
modules=$work/root/usr/lib/apache2/modules
port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')

cat >httpd.conf <<CONF
ServerRoot $work
PidFile $work/httpd.pid
Listen 127.0.0.1:$port
ServerName localhost
ErrorLog $work/error.log
DocumentRoot $work/site
LoadModule mpm_event_module $modules/mod_mpm_event.so
LoadModule authn_core_module $modules/mod_authn_core.so
LoadModule authz_core_module $modules/mod_authz_core.so
LoadModule authz_user_module $modules/mod_authz_user.so
LoadModule auth_openidc_module $modules/mod_auth_openidc.so
OIDCRedirectURI http://localhost:$port/callback
OIDCCryptoPassphrase a-passphrase-of-this-test
OIDCProviderIssuer https://issuer.example.com
OIDCProviderAuthorizationEndpoint https://issuer.example.com/authorize
OIDCProviderTokenEndpoint https://issuer.example.com/token
OIDCClientID app
OIDCClientSecret a-secret
<Location />
  AuthType openid-connect
  Require valid-user
  OIDCUnAuthAction auth true
</Location>
CONF
mkdir site
root/usr/sbin/apache2 -f "$work/httpd.conf" -DFOREGROUND &
server=$!

cat >ask.mjs <<'JS'
const [origin] = process.argv.slice(2);
const open = async (path, headers = {}) => {
  for (let turn = 0; ; turn++) {
    try {
      return await fetch(origin + path, { redirect: 'manual', headers });
    } catch (error) {
      if (turn === 100) throw error;
      await new Promise((later) => setTimeout(later, 50));
    }
  }
};
const errorOn = (page) => /Error: *(?:<[^>]*>)?([^<]*)/.exec(page)?.[1].trim();
for (const [name, iss] of [['without iss:', ''], ['with iss:   ', '&iss=https%3A%2F%2Fissuer.example.com']]) {
  const begun = await open('/');
  const state = new URL(begun.headers.get('location')).searchParams.get('state');
  const cookie = begun.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
  const refused = `error=access_denied&error_description=The+user+said+no.&state=${state}`;
  const answer = await open(`/callback?${refused}${iss}`, { cookie });
  console.log(`${name} ${errorOn(await answer.text())}`);
}
JS
seen=$(node ask.mjs "http://localhost:$port")
echo "$(basename ./libapache2-mod-auth-openidc_*.deb), $(basename ./apache2-bin_*.deb), node $(node -p process.versions.node)"
echo "$seen"
ls ./libapache2-mod-auth-openidc_2.4.12.3-*.deb >/dev/null
[ "$seen" = 'without iss: OpenID Connect Provider error: access_denied
with iss:    Invalid Request' ] || {
  echo 'It is no longer so.' >&2
  exit 1
}
