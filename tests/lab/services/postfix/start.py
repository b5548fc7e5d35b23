#!/usr/bin/python3
"""smtp: Postfix rendered from the environment and the override files, with the order and the quirks of Mailu's own start script."""
import glob, os, shutil, socket, sys
sys.path.insert(0, '/common')
import mailu, podop

values = mailu.environment(coerce=False)
mailu.resolve(values.get('FRONT_ADDRESS', 'front'))
admin = values.get('ADMIN_ADDRESS', 'admin')
try:
    values['OUTCLEAN_ADDRESS'] = socket.gethostbyname(values['HOSTNAMES'].split(',')[0] + '.')
except OSError:
    values['OUTCLEAN_ADDRESS'] = '10.10.10.10'

for name in ('main.cf', 'master.cf', 'outclean_header_filter.cf'):
    mailu.render(f'/conf/{name}.j2', f'/etc/postfix/{name}', values)


def override_lines(path):
    if not os.path.exists(path):
        return []
    with open(path) as file:
        return [line for line in file.read().strip().split('\n') if line and not line.startswith('#')]


for line in override_lines('/overrides/postfix.cf'):
    os.spawnvp(os.P_WAIT, 'postconf', ['postconf', '-e', line])
for line in override_lines('/overrides/postfix.master'):
    os.spawnvp(os.P_WAIT, 'postconf', ['postconf', '-Me', line])


def postmap(path):
    os.spawnvp(os.P_WAIT, 'postmap', ['postmap', f'lmdb:{path}'])


for source in glob.glob('/overrides/*.map'):
    target = '/etc/postfix/' + os.path.basename(source)
    shutil.copyfile(source, target)
    postmap(target)
    os.remove(target)
for name in ('transport.map', 'tls_policy.map'):
    if not os.path.exists(f'/etc/postfix/{name}.lmdb'):
        open(f'/etc/postfix/{name}', 'w').close()
        postmap(f'/etc/postfix/{name}')

if 'RELAYUSER' in os.environ:
    mailu.render('/conf/sasl_passwd.j2', '/etc/postfix/sasl_passwd', values, 0o600)
    postmap('/etc/postfix/sasl_passwd')

url = f'http://{admin}:8080/internal/postfix/'
podop.serve(podop.Socketmap, '/tmp/podop.socket', {
    'transport': podop.Url(url + 'transport/§'), 'alias': podop.Url(url + 'alias/§'),
    'domain': podop.Url(url + 'domain/§'), 'mailbox': podop.Url(url + 'mailbox/§'),
    'senderlogin': podop.Url(url + 'sender/login/§'),
})
os.makedirs('/dev/shm/postfix', 0o700, exist_ok=True)
shutil.chown('/dev/shm/postfix', 'postfix')
os.system('/usr/lib/postfix/sbin/post-install meta_directory=/etc/postfix create-missing')
os.system('postfix set-permissions >/dev/null 2>&1')
# If this ends (a fatal setting), the lookup server keeps the container up and unhealthy, as in Mailu.
os.system('postfix start-fg')
