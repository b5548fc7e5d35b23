"""What the start scripts share: templates over the environment as compose baked it, and addresses of the other services."""
import os, socket, sys, time
import jinja2


def environment(coerce):
    """The container's environment. With `coerce`, yes/no words become booleans (front and admin); else raw strings (smtp and imap)."""
    words = {'true': True, 'yes': True, 'false': False, 'no': False}
    return {k: words.get(v.lower(), v) if coerce else v for k, v in os.environ.items() if not k.endswith('_KEY')}


def render(source, target, values, mode=0o644):
    """Render one template; an undefined name is empty, as in Mailu."""
    with open(source) as file:
        text = jinja2.Template(file.read(), keep_trailing_newline=True).render(values)
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), 'w') as file:
        file.write(text)


def resolve(host, tries=60):
    """The IPv4 address of a service; waits, because Compose starts everything at once."""
    for _ in range(tries):
        try:
            return socket.gethostbyname(host)
        except OSError:
            time.sleep(0.5)
    print(f'CRITICAL:root:cannot resolve {host}', file=sys.stderr, flush=True)
    sys.exit(1)
