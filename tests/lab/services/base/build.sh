#!/bin/sh
# A root file system as a tar on stdout, out of the package sources that this machine itself uses: no image registry involved.
# usage: build.sh PACKAGE-LIST-FILE
set -eu
packages=$(sed 's/#.*//' "$1" | tr -s ' \n' ',' | sed 's/^,//; s/,$//')
sources=/etc/apt/sources.list.d/debian.sources
grep -qs 'Suites:.*bookworm' "$sources" || sources=
set -- --variant=minbase --components=main --skip=check/qemu --format=tar \
  --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
  --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/info/*' \
  --dpkgopt='path-exclude=/usr/sbin/dockerd' --dpkgopt='path-exclude=/usr/bin/containerd*' \
  --dpkgopt='path-exclude=/usr/bin/ctr' --dpkgopt='path-exclude=/usr/sbin/runc' \
  --dpkgopt='force-unsafe-io' --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Languages "none"' \
  --essential-hook='echo "postfix postfix/main_mailer_type select No configuration" | chroot "$1" debconf-set-selections' \
  --include="$packages" bookworm -
if [ -n "$sources" ]; then exec mmdebstrap "$@" "$sources"; fi
exec mmdebstrap --keyring=/usr/share/keyrings/debian-archive-keyring.gpg "$@" \
  'deb http://deb.debian.org/debian bookworm main' \
  'deb http://deb.debian.org/debian bookworm-updates main' \
  'deb http://deb.debian.org/debian-security bookworm-security main'
