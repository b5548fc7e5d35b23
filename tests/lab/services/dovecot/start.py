#!/usr/bin/python3
"""imap: Dovecot over admin's lookups; a password is checked by front, any is good from inside the subnet, as in Mailu."""
import os, shutil, sys
sys.path.insert(0, '/common')
import mailu, podop

values = mailu.environment(coerce=False)
admin = values.get('ADMIN_ADDRESS', 'admin')
mailu.render('/conf/dovecot.conf.j2', '/etc/dovecot/dovecot.conf', values)
url = f'http://{admin}:8080/internal/dovecot/'
podop.serve(podop.Dict, '/tmp/podop.socket', {'auth': podop.Url(url + '§'), 'quota': podop.Url(url + '§')})
shutil.chown('/mail', 'mail', 'mail')
# after a restart of the container the old number may be somebody else's
if os.path.exists('/run/dovecot/master.pid'):
    os.remove('/run/dovecot/master.pid')
os.system('dovecot -c /etc/dovecot/dovecot.conf -F')
