#!/bin/sh
# After installing the deb or rpm: the command line on the PATH, and what the sandbox needs on this system.
# dpkg sets DPKG_ROOT when it installs into another root; nothing of the running system is touched then.
set -e
root="$DPKG_ROOT"
app='/opt/${sanitizedProductName}'

# `postern` is the command line; the window is started by the desktop entry.
ln -sf "$app/resources/bin/${executable}" "$root/usr/bin/${executable}"

# Where the kernel lets nobody make a user namespace, Chromium's sandbox needs its helper as root's.
if unshare --user true 2>/dev/null; then
  chmod 0755 "$root$app/chrome-sandbox"
else
  chmod 4755 "$root$app/chrome-sandbox"
fi

[ -z "$root" ] || exit 0

if command -v update-desktop-database >/dev/null; then
  update-desktop-database /usr/share/applications || true
fi

# Ubuntu from 24.04 on lets only programs with a profile make user namespaces. Older AppArmor cannot read the profile
# and does not need it.
profile="$app/resources/apparmor-profile"
if apparmor_status --enabled >/dev/null 2>&1 &&
  apparmor_parser --skip-kernel-load --debug "$profile" >/dev/null 2>&1; then
  cp -f "$profile" '/etc/apparmor.d/${executable}'
  apparmor_parser --replace --write-cache --skip-read-cache '/etc/apparmor.d/${executable}' || true
fi
