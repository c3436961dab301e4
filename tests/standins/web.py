#!/usr/bin/env python3
"""Stands in for the Parsec server's web side: answers only while the container of the
docker stand-in runs. Prints its port, then serves until its stdin is closed.
state.json may say `stats`: the status of /administration/stats, and `front`: that of /."""
import http.server, json, os, sys, threading

home = os.environ["INTERLOCK_STANDIN"]
token = os.environ["STANDIN_TOKEN"]


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        with open(os.path.join(home, "state.json")) as file:
            data = json.load(file)
        status = 404
        if data["container"]["state"] != "running":
            status = 502
        elif self.path == "/":
            status = data.get("front", 200)
        elif self.path == "/administration/stats":
            right = self.headers.get("Authorization") == "Bearer " + token
            status = data.get("stats", 200) if right else 403
        body = b'{"stats": []}'
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *unused):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
