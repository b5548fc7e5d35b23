"""Mailu's admin settings from the environment: each value is read at start, so a bad one stops admin with a traceback, as in Mailu."""
import ipaddress, os, re

DEFAULTS = {
    'DOMAIN': 'mailu.io', 'HOSTNAMES': 'mail.mailu.io', 'POSTMASTER': 'postmaster', 'SUBNET': '192.168.203.0/24',
    'AUTH_RATELIMIT_IP': '5/hour', 'AUTH_RATELIMIT_USER': '50/day', 'AUTH_RATELIMIT_EXEMPTION': '',
    'AUTH_RATELIMIT_IP_V4_MASK': '24', 'MESSAGE_RATELIMIT': '200/day', 'INBOUND_TLS_ENFORCE': False,
    'IMAP_ADDRESS': 'imap', 'SMTP_ADDRESS': 'smtp', 'LOG_LEVEL': 'INFO', 'DEFAULT_QUOTA': '1000000000',
    'CREDENTIAL_ROUNDS': '13', 'SECRET_KEY': 'changeMe', 'WILDCARD_SENDERS': '', 'RECIPIENT_DELIMITER': '',
    'DKIM_SELECTOR': 'dkim', 'DKIM_PATH': '/dkim/{domain}.{selector}.key',
}
RATE = re.compile(r'\s*(\d+)\s*(?:/|\s*per\s*)\s*(\d+)?\s*(second|minute|hour|day|month|year)s?\s*', re.I)


def coerce(value):
    if isinstance(value, str) and value.lower() in ('true', 'yes'):
        return True
    if isinstance(value, str) and value.lower() in ('false', 'no'):
        return False
    return value


def rate(text):
    """`N/second|minute|hour|day` as (count, unit); raises on anything else. Mailu parses it at the first login, not at start."""
    match = RATE.fullmatch(str(text))
    if not match:
        raise ValueError(f"couldn't parse rate limit string '{text}'")
    return int(match[1]), match[3].lower()


def load():
    config = {key: coerce(os.environ.get(key, value)) for key, value in DEFAULTS.items()}
    config['SUBNET_NETWORK'] = ipaddress.ip_network(config['SUBNET'], False)
    config['EXEMPTIONS'] = [
        ipaddress.ip_network(part.strip(), False)
        for part in str(config['AUTH_RATELIMIT_EXEMPTION']).split(',') if part.strip()
    ]
    config['AUTH_RATELIMIT_IP_V4_MASK'] = int(config['AUTH_RATELIMIT_IP_V4_MASK'])
    config['CREDENTIAL_ROUNDS'] = int(config['CREDENTIAL_ROUNDS'])
    config['DEFAULT_QUOTA'] = int(config['DEFAULT_QUOTA'])
    config['HOSTNAME'] = config['HOSTNAMES'].split(',')[0].strip()
    return config
