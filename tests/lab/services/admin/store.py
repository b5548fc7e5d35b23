"""Domains, users and aliases in /data/main.db, with the rules of Mailu's model."""
import base64, hashlib, hmac, os, sqlite3, subprocess

PATH = '/data/main.db'
SCHEMA = '''
create table if not exists domain (name text primary key, max_users integer not null default -1,
  max_aliases integer not null default -1, max_quota_bytes integer not null default 0, comment text);
create table if not exists user (email text primary key, localpart text not null,
  domain_name text not null references domain(name), password text not null,
  quota_bytes integer not null default 1000000000, quota_bytes_used integer not null default 0,
  global_admin integer not null default 0, enabled integer not null default 1,
  enable_imap integer not null default 1, enable_pop integer not null default 1,
  change_pw_next_login integer not null default 0, displayed_name text not null default '');
create table if not exists alias (email text primary key, localpart text not null,
  domain_name text not null references domain(name), destination text not null, wildcard integer not null default 0);
'''


def connect():
    db = sqlite3.connect(PATH, timeout=30)
    db.row_factory = sqlite3.Row
    db.execute('pragma foreign_keys = on')
    db.executescript(SCHEMA)
    return db


def _ab64(raw):
    return base64.b64encode(raw).decode().rstrip('=').replace('+', '.')


def hash_password(password, rounds=1 << 13):
    """passlib's pbkdf2-sha256 form."""
    salt = os.urandom(16)
    digest = hashlib.pbkdf2_hmac('sha256', password.encode(), salt, rounds)
    return f'$pbkdf2-sha256${rounds}${_ab64(salt)}${_ab64(digest)}'


def check_password(password, stored):
    _, _, rounds, salt, digest = stored.split('$')
    raw = base64.b64decode(salt.replace('.', '+') + '=' * (-len(salt) % 4))
    return hmac.compare_digest(_ab64(hashlib.pbkdf2_hmac('sha256', password.encode(), raw, int(rounds))), digest)


def user(db, email):
    return db.execute('select * from user where email = ?', (email.lower(),)).fetchone()


def dkim_key(name, config):
    """The private key of a domain as PEM, where one was made; its file is DKIM_PATH."""
    path = config['DKIM_PATH'].format(domain=name, selector=config['DKIM_SELECTOR'])
    if not os.path.exists(path):
        return None
    with open(path) as file:
        return file.read()


def dkim_record(name, config):
    """What Mailu shows of a domain's key: the public one, and the record in its own writing."""
    key = dkim_key(name, config)
    if key is None:
        return '', ''
    der = subprocess.run(['openssl', 'pkey', '-pubout', '-outform', 'DER'], input=key.encode(), capture_output=True, check=True).stdout
    public = base64.b64encode(der).decode()
    text = f'v=DKIM1; k=rsa; p={public}'
    parts = ' '.join(f'"{text[at:at + 250]}"' for at in range(0, len(text), 250))
    return public, f'{config["DKIM_SELECTOR"]}._domainkey.{name}. 600 IN TXT {parts}'


def domain(db, name):
    return db.execute('select * from domain where name = ?', (name.lower(),)).fetchone()


def destinations(db, email, delimiter=''):
    """Where mail for an address goes: the user first, then the exact alias, then the longest wildcard (SQL LIKE on the local part)."""
    local, _, host = email.lower().partition('@')
    for part in dict.fromkeys([local] + [local.split(d, 1)[0] for d in delimiter if d in local]):
        if user(db, f'{part}@{host}'):
            return [f'{part}@{host}']
        exact = db.execute('select * from alias where email = ? and not wildcard', (f'{part}@{host}',)).fetchone()
        if exact:
            return exact['destination'].split(',')
    pattern = db.execute(
        'select * from alias where domain_name = ? and wildcard and ? like localpart order by length(localpart) desc',
        (host, local)).fetchone()
    return pattern['destination'].split(',') if pattern else []
