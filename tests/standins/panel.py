#!/usr/bin/env python3
"""Stands in for the web side of Convoy, in the folder that it is given: 503 in maintenance
mode, else the page with the version that the compiled configuration tells, as long as the
container `php` of the docker stand-in runs. If a test wrote a status and a page into the file
`answers`, those are answered; with 0 it hangs up. Says a line once it listens, and serves
until its stdin is closed; then it ends what still runs in the containers.
  panel.py HOST PORT FOLDER"""
import http.server, json, os, re, signal, sys, threading

home = os.environ["INTERLOCK_STANDIN"]
host, port, folder = sys.argv[1:]


def containers():
    with open(os.path.join(home, "state.json")) as file:
        return json.load(file)["containers"]


def told():
    try:
        with open(os.path.join(home, "answers")) as file:
            status, _, text = file.read().partition(" ")
            return int(status), text.encode()
    except OSError:
        return None


def version():
    for name in ("bootstrap/cache/config.php", "config/app.php"):
        try:
            with open(os.path.join(folder, name)) as file:
                return re.search("'version' => '([^']*)'", file.read())[1]
        except OSError:
            pass


def page():
    if not any(c["service"] == "php" and c["state"] == "running" for c in containers()):
        return 502, b""
    if os.path.exists(os.path.join(folder, "storage/framework/down")):
        return 503, b""
    said = json.dumps({"version": version()}, separators=(",", ":"))
    return 200, f"<script>window.SiteConfiguration = {said}</script>".encode()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        status, body = told() or page()
        if status == 0:
            return
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *unused):
        pass


server = http.server.ThreadingHTTPServer((host, int(port)), Handler)
print(flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
for container in containers():
    if container.get("pid"):
        try:
            os.kill(container["pid"], signal.SIGTERM)
        except ProcessLookupError:
            pass
