#!/bin/sh
# After removing the deb or rpm. An upgrade runs it too, after the new version was set up: what is there again stays.
set -e
root="$DPKG_ROOT"
[ ! -e "$root/opt/${sanitizedProductName}/${executable}" ] || exit 0

rm -f "$root/usr/bin/${executable}"
[ -z "$root" ] || exit 0

if [ -f '/etc/apparmor.d/${executable}' ]; then
  apparmor_parser --remove '/etc/apparmor.d/${executable}' >/dev/null 2>&1 || true
  rm -f '/etc/apparmor.d/${executable}'
fi
