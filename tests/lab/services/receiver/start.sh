#!/bin/bash
# A mailbox at somebody else's: Postfix on 25 that verifies SPF, DKIM and DMARC and says so in Authentication-Results, IMAP with TLS on 993.
set -eu
install -d -o mail -g mail /mail
cp /receiver/main.cf /receiver/master.cf /etc/postfix/
install -m 600 /lab/certificate.key /lab/certificate.pem /etc/postfix/
printf '%s:{PLAIN}%s\n' "$(cat /lab/user)" "$(cat /lab/password)" > /etc/dovecot/lab-users
chmod 640 /etc/dovecot/lab-users && chgrp dovecot /etc/dovecot/lab-users
python3 - "$@" <<'EOF'
import sys
sys.path.insert(0, '/common')
import mailu
servers = ', '.join(f'"{address}:53"' for address in sys.argv[1:])
mailu.render('/common/rspamd.conf.j2', '/etc/rspamd/lab.conf', {'ROLE': 'verify', 'LOCAL_ADDRESSES': '"127.0.0.0/8"', 'NAME_SERVERS': servers})
EOF
install -d -o postfix -g postfix /var/spool/postfix/private
rm -f /run/dovecot/master.pid
dovecot -c /receiver/dovecot.conf
rspamd -i -f -c /etc/rspamd/lab.conf &
/usr/lib/postfix/sbin/post-install meta_directory=/etc/postfix create-missing
exec postfix start-fg
