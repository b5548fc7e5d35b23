"""The endpoints that Postfix and Dovecot call; an answer of None is a 404."""
import re, urllib.parse
import store


def _postfix(db, table, key, config):
    if table == 'domain':
        row = None if re.fullmatch(r'\[.*\]', key) else store.domain(db, key)
        return row and row['name']
    if table == 'mailbox':
        row = store.user(db, key)
        return row and row['email']
    if table == 'alias':
        if '@' not in key or key.startswith('@'):
            return None
        return ','.join(store.destinations(db, key, config['RECIPIENT_DELIMITER'] or '')) or None
    if table == 'sender/login':
        found = store.destinations(db, key, config['RECIPIENT_DELIMITER'] or '') if '@' in key else []
        wildcards = [part.strip() for part in str(config['WILDCARD_SENDERS']).split(',') if part.strip()]
        return ','.join(dict.fromkeys(found + wildcards)) or None
    return None


def _dovecot(db, kind, key, config):
    if kind == 'userdb' and key == '':
        return [row['email'] for row in db.execute('select email from user where enabled')]
    user = store.user(db, key)
    if user is None:
        return None
    if kind == 'passdb':
        return {'password': None, 'nopassword': 'Y', 'allow_real_nets': config['SUBNET']}
    if kind == 'userdb':
        return {'quota_rule': f'*:bytes={user["quota_bytes"]}'}
    return None


def _rspamd(db, path, config):
    if path == 'local_domains':
        return '\n'.join(row['name'] for row in db.execute('select name from domain'))
    prefix = 'vault/v1/dkim/'
    if not path.startswith(prefix):
        return None
    name = urllib.parse.unquote(path[len(prefix):]).lower()
    key = store.domain(db, name) and store.dkim_key(name, config)
    selectors = [{'domain': name, 'key': key, 'selector': config['DKIM_SELECTOR']}] if key else []
    return {'data': {'selectors': selectors}}


def lookup(path, config):
    """Answer GET /internal/<path>."""
    db = store.connect()
    try:
        kind, _, rest = path.partition('/')
        if kind == 'postfix':
            for table in ('sender/login', 'alias', 'domain', 'mailbox'):
                if rest.startswith(table + '/'):
                    return _postfix(db, table, urllib.parse.unquote(rest[len(table) + 1:]), config)
        if kind == 'rspamd':
            return _rspamd(db, rest, config)
        if kind == 'dovecot':
            which, _, key = rest.partition('/')
            return _dovecot(db, which, urllib.parse.unquote(key), config)
        return None
    finally:
        db.close()


def record_quota(path, value):
    """POST /internal/dovecot/quota/storage/<user>: Dovecot's quota_clone says how much a mailbox holds."""
    match = re.fullmatch(r'dovecot/quota/(storage|messages)/(.+)', path)
    if not match:
        return False
    if match[1] == 'storage':
        db = store.connect()
        with db:
            db.execute('update user set quota_bytes_used = ? where email = ?', (int(value), urllib.parse.unquote(match[2])))
        db.close()
    return True
