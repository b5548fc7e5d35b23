#!/bin/sh
# Two name servers and two validating resolvers, each on an address of its own: start.sh NS1 NS2 RESOLVER1 RESOLVER2
# The first address is the container's; the others are added here.
set -eu
cd /names
for address in "$@"; do
  ip addr add "$address/24" dev eth0 2>/dev/null || true
done
mkdir -p keys one two run
rm -f run/changed

# The zones above know the keys of those below: signed.test by its own, bogus.test by one that signed nothing.
key() { (cd keys && ldns-keygen -r /dev/urandom -a ECDSAP256SHA256 "$@"); }
for zone in test signed.test island.test bogus.test; do
  eval "$(echo "$zone" | tr -d .)_zsk=$(key "$zone") $(echo "$zone" | tr -d .)_ksk=$(key -k "$zone")"
done
other=$(key -k bogus.test)
sed "s/@NS1@/$1/; s/@NS2@/$2/" zones/test > one/test
cat "keys/$signedtest_ksk.ds" "keys/$other.ds" >> one/test
for zone in signed.test island.test bogus.test plain.test sub.plain.test example.test provider.test friend.test 77.30.172.in-addr.arpa; do
  cp "zones/$zone" "one/$zone"
done
# What is made anew with each lab: the public key that example.test signs with.
cat /lab/example.test >> one/example.test
sign() { ldns-signzone -o "$1" -f "one/$1.signed" "one/$1" "keys/$2" "keys/$3" && mv "one/$1.signed" "one/$1"; }
sign test "$test_zsk" "$test_ksk"
sign signed.test "$signedtest_zsk" "$signedtest_ksk"
sign island.test "$islandtest_zsk" "$islandtest_ksk"
sign bogus.test "$bogustest_zsk" "$bogustest_ksk"
cp one/* two/

# The second one alone serves sub.plain.test: the first one points to it.
server() { # FOLDER ADDRESS ZONE...
  folder=$1 address=$2
  shift 2
  {
    printf 'server:\n  ip-address: %s\n  username: ""\n  chroot: ""\n  database: ""\n  zonesdir: "/names/%s"\n' "$address" "$folder"
    printf '  pidfile: "/names/run/%s.pid"\n  xfrdfile: "/names/run/%s.xfrd"\n  zonelistfile: "/names/run/%s.list"\n' "$folder" "$folder" "$folder"
    printf '  server-count: 1\n  rrl-ratelimit: 0\nremote-control:\n  control-enable: no\n'
    for zone in "$@"; do printf 'zone:\n  name: "%s"\n  zonefile: "%s"\n' "$zone" "$zone"; done
  } > "run/$folder.conf"
  nsd -d -c "/names/run/$folder.conf" &
}
all='test signed.test island.test bogus.test plain.test example.test provider.test friend.test 77.30.172.in-addr.arpa'
server one "$1" $all
server two "$2" $all sub.plain.test

resolver() { # ADDRESS
  {
    printf 'server:\n  interface: %s\n  access-control: 0.0.0.0/0 allow\n  do-daemonize: no\n  use-syslog: no\n' "$1"
    printf '  username: ""\n  chroot: ""\n  logfile: ""\n  pidfile: ""\n  num-threads: 1\n  local-zone: "test." nodefault\n'
    printf '  local-zone: "30.172.in-addr.arpa." nodefault\n  do-not-query-localhost: no\n  module-config: "validator iterator"\n'
    printf '  trust-anchor-file: "/names/keys/%s.ds"\n' "$test_ksk"
    printf 'remote-control:\n  control-enable: no\n'
    for zone in test 77.30.172.in-addr.arpa; do
      printf 'stub-zone:\n  name: "%s"\n  stub-addr: %s\n  stub-addr: %s\n' "$zone" "$ns1" "$ns2"
    done
  } > "run/resolver-$1.conf"
  unbound -d -c "/names/run/resolver-$1.conf" &
}
ns1=$1 ns2=$2
resolver "$3"
resolver "$4"
wait
