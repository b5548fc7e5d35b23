#!/bin/bash
# The relay provider: Postfix with STARTTLS on 587 and 2525, TLS on 465, logins from Dovecot, every accepted message a file in /mail.
set -eu
install -d -m 777 /mail
cp /relay/main.cf /relay/master.cf /etc/postfix/
postconf -e "maillog_file=/dev/stdout"
install -d -o postfix -g postfix /var/spool/postfix/private
/relay/mode normal --no-reload
rm -f /run/dovecot/master.pid
dovecot -c /relay/dovecot.conf
/usr/lib/postfix/sbin/post-install meta_directory=/etc/postfix create-missing
exec postfix start-fg
