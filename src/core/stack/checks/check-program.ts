/**
 * Asks one service for a sign of life that only the working service can give. Python, because every container of Mailu has it
 * (its start scripts are Python) and most servers do; standard library only. Prints `works|broken|unknown` and a reply.
 * `smtp HOST PORT` and `imap HOST PORT plain|tls`: the greeting. `http HOST PORTS PATH`: any answer below 500.
 * `receive HOST PORT ADDRESS`: the path of incoming mail up to RCPT, nothing is sent.
 * `login`: the relay that this container's own environment names, encryption and AUTH, nothing is sent. Encryption begins as this
 * container's Postfix begins it, at once or by STARTTLS. The password is never in an argument; it is not offered to a relay without
 * TLS (Postfix would not either: `mailu.md` 1.5).
 */
export const checkProgram = `
import os, socket, ssl, sys

def say(verdict, text=''):
    print(verdict, ' '.join(str(text).split())[:200], flush=True)
    os._exit(0)

def open_socket(host, port, tls=False):
    sock = socket.create_connection((host, int(port)), 6)
    sock.settimeout(8)
    if tls:
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        sock = context.wrap_socket(sock, server_hostname=None)
    return sock

def greeting(kind, host, port, tls):
    want = {'smtp': b'220', 'imap': b'* OK'}[kind]
    with open_socket(host, port, tls) as sock:
        line = sock.makefile('rb').readline(512)
    say('works' if line.startswith(want) else 'broken', line.decode('latin-1') or 'closed without a word')

def http(host, ports, path):
    import http.client
    for port in ports.split(','):
        try:
            line = http.client.HTTPConnection(host, int(port), timeout=8)
            line.request('GET', path)
            answer = line.getresponse()
            say('works' if answer.status < 500 else 'broken', 'HTTP %d' % answer.status)
        except OSError as error:
            last = error
    raise last

def receive(host, port, address):
    import smtplib
    with smtplib.SMTP(host, int(port), timeout=12) as smtp:
        smtp.ehlo()
        code, text = smtp.docmd('MAIL', 'FROM:<>')
        if code < 400:
            code, text = smtp.docmd('RCPT', 'TO:<%s>' % address)
        reply = '%d %s' % (code, text.decode('latin-1'))
        say('works' if code < 400 else 'broken', reply)

def is_wrapped():
    import subprocess
    try:
        said = subprocess.run(['postconf', '-xh', 'smtp_tls_wrappermode'], capture_output=True, timeout=5)
        return said.stdout.strip() == b'yes' if said.returncode == 0 else None
    except (OSError, subprocess.SubprocessError):
        return None

def login():
    import smtplib
    relay, user = os.environ.get('RELAYHOST', ''), os.environ.get('RELAYUSER', '')
    if not relay or not user:
        say('unknown', 'not configured')
    host, _, port = relay.rpartition(':') if relay.rpartition(':')[2].isdigit() else (relay, '', '25')
    host, port = host.strip('[]'), int(port)
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    usual = port in (465, 2465, 8465, 443)
    wrapped = is_wrapped()
    if wrapped is None:
        wrapped = usual
    if usual and not wrapped:
        say('broken', 'Postfix does not begin with TLS, as port %d wants it' % port)
    try:
        smtp = smtplib.SMTP_SSL(host, port, timeout=10, context=context) if wrapped else smtplib.SMTP(host, port, timeout=10)
        smtp.ehlo()
        if not wrapped:
            if not smtp.has_extn('starttls'):
                say('unknown', 'the relay offers no TLS')
            smtp.starttls(context=context)
            smtp.ehlo()
    except (OSError, smtplib.SMTPException) as error:
        if wrapped and 'WRONG_VERSION' in str(error).upper():
            say('broken', 'Postfix begins with TLS, and port %d does not want that' % port)
        say('unknown', 'the relay is not reached: %s' % error)
    if not smtp.has_extn('auth'):
        say('broken', 'the relay offers no login')
    try:
        smtp.login(user, os.environ.get('RELAYPASSWORD', ''))
        smtp.quit()
        say('works', 'logged in')
    except smtplib.SMTPAuthenticationError as error:
        say('broken' if error.smtp_code >= 500 else 'unknown', '%d %s' % (error.smtp_code, error.smtp_error.decode('latin-1')))
    except (OSError, smtplib.SMTPException) as error:
        say('unknown', error)

try:
    kind, args = sys.argv[1], sys.argv[2:]
    if kind in ('smtp', 'imap'):
        greeting(kind, args[0], args[1], args[2:] == ['tls'])
    elif kind == 'http':
        http(*args)
    elif kind == 'receive':
        receive(*args)
    else:
        login()
except Exception as error:
    say('broken', error)
`.trim()
