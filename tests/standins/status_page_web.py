#!/usr/bin/env python3
"""Stands in for Status-Page's web side: shows the version that gunicorn has loaded, while
the unit of the systemctl stand-in runs. Prints its port, then serves until its stdin is
closed."""
import http.server, json, os, re, sys, threading

home = os.environ["INTERLOCK_STANDIN"]


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        with open(os.path.join(home, "state.json")) as file:
            unit = json.load(file)["units"]["status-page"]
        version = re.search(r"VERSION = '(.*)'", unit["loaded"])
        runs = unit["sub"] == "running" and version
        body = '<link href="/static/statuspage-tailwind.css?v=%s">' % version[1] if runs else ""
        self.send_response(200 if runs else 502)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *unused):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
