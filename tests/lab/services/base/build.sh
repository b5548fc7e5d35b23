#!/bin/sh
# A root file system as a tar on stdout, out of the package sources that this machine itself uses: no image registry involved.
# usage: build.sh PACKAGE-LIST-FILE
set -eu
packages=$(sed 's/#.*//' "$1" | tr -s ' \n' ',' | sed 's/^,//; s/,$//')
# The machine's own mirrors; where it runs another release of Debian, the same ones with bookworm's name.
here=$(. /etc/os-release && echo "${VERSION_CODENAME:-bookworm}")
sources=$(apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) main' 'Created-By: Packages' 'Origin: Debian' 'Component: main' |
  sed "s/ $here\(-[a-z]*\)\{0,1\} main$/ bookworm\1 main/" | sort -u)
if [ -z "$sources" ]; then
  echo 'no package source of Debian is known to apt here: run apt-get update, and see /etc/apt' >&2
  exit 1
fi
set -- --variant=minbase --components=main --skip=check/qemu --format=tar \
  --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
  --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/info/*' \
  --dpkgopt='path-exclude=/usr/sbin/dockerd' --dpkgopt='path-exclude=/usr/bin/containerd*' \
  --dpkgopt='path-exclude=/usr/bin/ctr' --dpkgopt='path-exclude=/usr/sbin/runc' \
  --dpkgopt='force-unsafe-io' --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Languages "none"' \
  --essential-hook='echo "postfix postfix/main_mailer_type select No configuration" | chroot "$1" debconf-set-selections' \
  --include="$packages" bookworm -
printf '%s\n' "$sources" | mmdebstrap --keyring=/usr/share/keyrings/debian-archive-keyring.gpg "$@" -
