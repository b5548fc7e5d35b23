#!/bin/bash
# The home server: accounts and host keys out of /lab (made by lab:up), three sshd, their logs on stdout.
set -eu
# the engine's socket has the group number of the machine outside
gid=$(stat -c %g /var/run/docker.sock)
if [ "$gid" != 0 ] && ! getent group "$gid" >/dev/null; then groupmod -g "$gid" docker 2>/dev/null || groupadd -g "$gid" docker; fi
chmod 660 /var/run/docker.sock

while IFS=$'\t' read -r name shell sudo docker password; do
  id "$name" >/dev/null 2>&1 || useradd -m -s "$shell" "$name"
  # an account from useradd is locked, and sshd without PAM then refuses its key as well
  if [ -n "$password" ]; then chpasswd -c SHA512 <<< "$name:$password"; else usermod -p '*' "$name"; fi
  [ "$docker" = no ] || usermod -aG docker "$name"
  case $sudo in
    password) echo "$name ALL=(ALL:ALL) ALL" > "/etc/sudoers.d/$name" ;;
    nopassword) echo "$name ALL=(ALL:ALL) NOPASSWD: ALL" > "/etc/sudoers.d/$name" ;;
  esac
  home=$(getent passwd "$name" | cut -d: -f6)
  install -d -m 700 -o "$name" -g "$name" "$home/.ssh"
  if [ -f "/lab/keys/$name.pub" ]; then
    install -m 600 -o "$name" -g "$name" "/lab/keys/$name.pub" "$home/.ssh/authorized_keys"
  fi
  [ -d "/rc/$name" ] && cp -rT "/rc/$name" "$home" && chown -R "$name:" "$home"
done < /lab/users.tsv
install -d -m 700 /root/.ssh
install -m 600 /lab/keys/root.pub /root/.ssh/authorized_keys

rm -rf /etc/ssh/lab-host-keys
cp -r /lab/host-keys /etc/ssh/lab-host-keys
chmod 600 /etc/ssh/lab-host-keys/*
chmod 644 /etc/ssh/lab-host-keys/*.pub
# a container may not write its audit login id
sed -i 's/^session.*pam_loginuid/#&/' /etc/pam.d/sshd
mkdir -p /run/sshd /var/log/sshd
/lab-sshd start default
/lab-sshd start narrow
/lab-sshd start pam
exec tail -qF /var/log/sshd/default.log /var/log/sshd/narrow.log /var/log/sshd/pam.log
