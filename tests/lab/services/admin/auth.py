"""nginx's mail auth_http protocol: who may log in, and which container serves the session (asked anew for each one)."""
import ipaddress, socket, threading, time, urllib.parse
import config as settings, store

STATUSES = {
    'authentication': ('Authentication credentials invalid', {
        'imap': 'AUTHENTICATIONFAILED', 'smtp': '535 5.7.8', 'pop3': '-ERR Authentication failed'}),
    'encryption': ('Must issue a STARTTLS command first', {'smtp': '530 5.7.0'}),
    'ratelimit': ('Temporary authentication failure (rate-limit)', {
        'imap': 'LIMIT', 'smtp': '451 4.3.2', 'pop3': '-ERR [LOGIN-DELAY] Retry later'}),
}
SECONDS = {'second': 1, 'minute': 60, 'hour': 3600, 'day': 86400, 'month': 2592000, 'year': 31536000}


class Limiter:
    """Failures on distinct unknown accounts, by network (Mailu keeps them in redis)."""

    def __init__(self):
        self.seen, self.lock = {}, threading.Lock()

    def network(self, ip, config):
        return str(ipaddress.ip_network(f'{ip}/{config["AUTH_RATELIMIT_IP_V4_MASK"]}', False))

    def exempt(self, ip, config):
        return any(ipaddress.ip_address(ip) in network for network in config['EXEMPTIONS'])

    def hit(self, ip, account, config):
        with self.lock:
            self.seen.setdefault(self.network(ip, config), {})[account] = time.time()

    def over(self, ip, config):
        count, unit = settings.rate(config['AUTH_RATELIMIT_IP'])
        if self.exempt(ip, config):
            return False
        with self.lock:
            fresh = [t for t in self.seen.get(self.network(ip, config), {}).values() if t > time.time() - SECONDS[unit]]
        return len(fresh) >= count


def _status(protocol, reason):
    text, codes = STATUSES[reason]
    return {'Auth-Status': text, 'Auth-Error-Code': codes.get(protocol, ''), 'Auth-Wait': '0'}


def _server(protocol, authenticated, config):
    host, port = (config['IMAP_ADDRESS'], 143) if protocol == 'imap' else (config['SMTP_ADDRESS'], 10025 if authenticated else 25)
    return {'Auth-Status': 'OK', 'Auth-Server': socket.gethostbyname(host), 'Auth-Port': str(port)}


def authenticate(headers, config, limiter, log):
    """The answer's headers for one login (or, with method none, for one incoming SMTP session)."""
    method, protocol = headers.get('Auth-Method', '').lower(), headers.get('Auth-Protocol', '').lower()
    if method in ('', 'none') and protocol == 'smtp':
        if config['INBOUND_TLS_ENFORCE'] and headers.get('Auth-SSL') != 'on':
            return _status(protocol, 'encryption')
        return _server(protocol, False, config)
    if method not in ('plain', 'login'):
        return _status(protocol, 'authentication')
    email = urllib.parse.unquote(headers.get('Auth-User', '')).lower()
    password = urllib.parse.unquote(headers.get('Auth-Pass', ''))
    ip = headers.get('Client-Ip', '')
    where = f'{email}/{protocol}/{headers.get("Auth-Port", "")} from: {ip}/{headers.get("Client-Port", "")}'
    if limiter.over(ip, config):
        log('WARNING', f'Authentication attempt from {ip} for {email} has been rate-limited.')
        return _status(protocol, 'ratelimit')
    db = store.connect()
    user = store.user(db, email)
    db.close()
    if user is None:
        limiter.hit(ip, email, config)
        log('INFO', f'Login attempt for: {where}: failed: user does not exist')
    elif not user['enabled'] or (protocol == 'imap' and not user['enable_imap']):
        log('INFO', f'Login attempt for: {where}: failed: account disabled')
    elif store.check_password(password, user['password']):
        log('INFO', f'Login attempt for: {where}: success: password')
        return _server(protocol, True, config)
    else:
        log('INFO', f'Login attempt for: {where}: failed: badauth: {store.hash_password(password)[-6:]}')
    return _status(protocol, 'authentication')
