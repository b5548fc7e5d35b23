"""A lookup server between the mail daemons and admin, as Mailu's podop: Postfix speaks socketmap to it, Dovecot its dict protocol."""
import json, os, socketserver, threading, urllib.error, urllib.parse, urllib.request


class Url:
    """One table: an address of admin with § where the quoted key goes."""

    def __init__(self, url):
        self.url = url

    def _open(self, key, data=None):
        request = urllib.request.Request(self.url.replace('§', urllib.parse.quote(key, safe='/@')), data=data)
        if data is not None:
            request.add_header('Content-Type', 'application/json')
        return urllib.request.urlopen(request, timeout=10)

    def get(self, key):
        try:
            with self._open(key) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code == 404:
                raise KeyError(key) from error
            raise

    def set(self, key, value):
        with self._open(key, json.dumps(value).encode()):
            pass


class Socketmap(socketserver.StreamRequestHandler):
    """Netstrings: `table key` in; `OK value`, `NOTFOUND `, `TEMP why` out (socketmap_table(5))."""

    def handle(self):
        while True:
            size = b''
            while not size.endswith(b':'):
                byte = self.rfile.read(1)
                if not byte:
                    return
                size += byte
            text = self.rfile.read(int(size[:-1]))
            self.rfile.read(1)
            answer = self.answer(text.decode('utf-8', 'surrogateescape')).encode('utf-8', 'surrogateescape')
            self.wfile.write(b'%d:%s,' % (len(answer), answer))

    def answer(self, text):
        name, _, key = text.partition(' ')
        try:
            value = self.server.tables[name].get(key)
            return 'OK ' + (value if isinstance(value, str) else json.dumps(value))
        except KeyError:
            return 'NOTFOUND '
        except Exception as error:
            print(f'WARNING:podop:{name} {key}: {error}', flush=True)
            return 'TEMP ' + str(error)


def _escape(text):
    return text.replace('\x01', '\x011').replace('\t', '\x01t').replace('\n', '\x01n')


def _unescape(text):
    return text.replace('\x01n', '\n').replace('\x01t', '\t').replace('\x011', '\x01')


class Dict(socketserver.StreamRequestHandler):
    """Dovecot's dict protocol, version 2: hello, lookup, iterate, begin, set, commit."""

    def handle(self):
        table, user, pending = None, '', {}
        for raw in self.rfile:
            command, fields = chr(raw[0]), [_unescape(f) for f in raw[1:].decode().rstrip('\n').split('\t')]
            if command == 'H':
                user, table = fields[3], self.server.tables.get(fields[4])
            elif command == 'L':
                self.reply(*self.lookup(table, fields[0], fields[1] if len(fields) > 1 else user))
            elif command == 'I':
                self.iterate(table, fields[2])
            elif command == 'B':
                pending[fields[0]] = (fields[1] if len(fields) > 1 else user, {})
            elif command == 'S':
                pending[fields[0]][1][fields[1]] = fields[2]
            elif command == 'C':
                self.commit(table, fields[0], *pending.pop(fields[0]))

    def reply(self, *words):
        self.wfile.write((words[0] + '\t'.join(_escape(w) for w in words[1:]) + '\n').encode())

    def key(self, path, user):
        kind, _, key = path.partition('/')
        return f'{key}/{user}' if kind == 'priv' else key

    def lookup(self, table, path, user):
        try:
            value = table.get(self.key(path, user))
            return 'O', value if isinstance(value, str) else json.dumps(value)
        except KeyError:
            return ('N',)
        except Exception as error:
            print(f'WARNING:podop:{path}: {error}', flush=True)
            return 'F', str(error)

    def iterate(self, table, path):
        try:
            for name in table.get(path.partition('/')[2]):
                self.wfile.write(('O' + _escape(path + name) + '\t\n').encode())
            self.wfile.write(b'\n')
        except Exception as error:
            self.reply('F', str(error))

    def commit(self, table, number, user, values):
        try:
            for path, value in values.items():
                table.set(self.key(path, user), int(value) if value.isdigit() else value)
            self.reply('O', number)
        except Exception as error:
            self.reply('F', number, str(error))


class Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    request_queue_size = 64


def serve(handler, path, tables):
    """Serve `tables` ({name: Url}) on the unix socket `path` in a thread that keeps the process alive."""
    if os.path.exists(path):
        os.remove(path)
    server = Server(path, handler)
    os.chmod(path, 0o666)
    server.tables = tables
    threading.Thread(target=server.serve_forever).start()
