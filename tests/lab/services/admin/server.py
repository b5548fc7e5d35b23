#!/usr/bin/python3
"""Mailu's admin, as far as the mail daemons and nginx can tell."""
import http.server, json, os, sys, time, traceback
import auth, config as settings, internal, store

CONFIG = settings.load()
LIMITER = auth.Limiter()


def log(level, text):
    now = time.time()
    stamp = time.strftime('%Y-%m-%d %H:%M:%S', time.localtime(now)) + f',{int(now * 1000) % 1000:03d}'
    print(f'[{stamp}] {level} in nginx: {text}', file=sys.stderr, flush=True)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def do_GET(self):
        self.guarded(self.get)

    def do_POST(self):
        self.guarded(self.post)

    def guarded(self, method):
        try:
            method(self.path.partition('?')[0])
        except Exception:
            traceback.print_exc()
            self.answer(500, b'<h1>Internal Server Error</h1>', 'text/html')

    def get(self, path):
        if path == '/ping':
            return self.answer(200, b'', 'text/html')
        if path == '/health':
            return self.answer(204, b'', 'text/html')
        if path == '/internal/auth/email':
            return self.answer(200, b'', 'text/html', auth.authenticate(self.headers, CONFIG, LIMITER, log))
        if path.startswith('/internal/'):
            found = internal.lookup(path[len('/internal/'):], CONFIG)
            if found is not None:
                return self.answer(200, json.dumps(found).encode(), 'application/json')
        if path in ('/', '/admin', '/sso/login'):
            return self.answer(200, b'<title>Mailu-Admin</title>', 'text/html')
        return self.answer(404, b'', 'text/html')

    def post(self, path):
        body = self.rfile.read(int(self.headers.get('Content-Length') or 0))
        done = path.startswith('/internal/') and internal.record_quota(path[len('/internal/'):], json.loads(body or b'null'))
        return self.answer(200 if done else 404, b'', 'text/html')

    def answer(self, code, body, kind, headers=None):
        self.send_response(code)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if code != 204:
            self.send_header('Content-Type', kind)
            self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        if code != 204:
            self.wfile.write(body)

    def log_message(self, form, *args):
        if self.path not in ('/ping', '/health'):
            print(f'{self.address_string()} - - [{self.log_date_time_string()}] {form % args}', flush=True)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


def main():
    store.connect().close()
    print(f'[INFO] Starting gunicorn, listening at: http://0.0.0.0:8080 ({os.getpid()})', file=sys.stderr, flush=True)
    Server(('0.0.0.0', 8080), Handler).serve_forever()


main()
