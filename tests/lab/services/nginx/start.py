#!/usr/bin/python3
"""front: nginx rendered from the environment, as Mailu's: PORTS decides what listens, 25, 465 and 993 cannot be switched off."""
import os, sys
sys.path.insert(0, '/common')
import mailu

values = mailu.environment(coerce=True)
values['RESOLVER'] = '127.0.0.11'
cert = '/certs/' + os.environ.get('TLS_CERT_FILENAME', 'cert.pem')
key = '/certs/' + os.environ.get('TLS_KEYPAIR_FILENAME', 'key.pem')
tls = values.get('TLS_FLAVOR', 'cert') != 'notls'
if tls and not (os.path.exists(cert) and os.path.exists(key)):
    print('Missing cert or key file, disabling TLS', file=sys.stderr, flush=True)
    tls = False
values['TLS'] = tls
ports = {p.strip() for p in os.environ.get('PORTS', '25,80,443,465,993,995,4190').split(',')} | {'25', '465', '993'}
listeners = [(25, 'smtp', 'starttls' if tls else 'none')]
if tls:
    listeners += [(465, 'smtp', 'implicit'), (993, 'imap', 'implicit')]
if '587' in ports:
    listeners.append((587, 'smtp', 'required' if tls else 'none'))
if '143' in ports:
    listeners.append((143, 'imap', 'required' if tls else 'none'))
values['listeners'] = listeners
mailu.render('/conf/nginx.conf.j2', '/etc/nginx/nginx.conf', values)
os.execvp('nginx', ['nginx'])
