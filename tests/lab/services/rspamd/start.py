#!/usr/bin/python3
"""antispam: rspamd as Postfix's milter, which signs what authenticated users send with the key that admin holds."""
import os, sys
sys.path.insert(0, '/common')
import mailu

values = mailu.environment(coerce=True)
values['ROLE'] = 'sign'
values['LOCAL_ADDRESSES'] = f'"127.0.0.0/8", "{values.get("SUBNET", "192.168.203.0/24")}"'
mailu.render('/common/rspamd.conf.j2', '/etc/rspamd/lab.conf', values)
# admin is asked for the key of each message; without it there nothing would be signed
mailu.resolve(values.get('ADMIN_ADDRESS', 'admin'))
os.execvp('rspamd', ['rspamd', '-f', '-i', '-c', '/etc/rspamd/lab.conf'])
