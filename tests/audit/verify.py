#!/usr/bin/env python3
"""Verifies a ledger file without a line of Interlock's code.

    verify.py LEDGER [SIZE:ROOT]

Ends with 0 if the ledger is whole, with 5 if it is not, with 2 if it could not be
looked at. What is verified is described in engine/README.md, "The ledger".
"""
import hashlib
import json
import os
import re
import sqlite3
import sys

TYPES = set("""ledger.genesis ledger.opened definition.loaded definition.proved run.started
run.resumed run.held run.finished guard.decided check.result baseline.captured state.entered
action.intent action.started action.outcome action.in_doubt action.resolved timer.armed
timer.fired operator.event report.issued""".split())
FIELDS = """actor boot_id data def evidence host installation mono_ns outcome prev program run
seq state ts type""".split()
GUARDS = """event_follows event_stays_as_it_is event_stays blob_is_new blob_stays_as_it_is
blob_stays""".split()
EXACT = 2**53


class Broken(Exception):
    pass


def demand(holds, what):
    if not holds:
        raise Broken(what)


def sha256(data):
    return hashlib.sha256(data).digest()


def leaf_of(body):
    return sha256(b"\x00" + body)


def root_of(leaves):
    """The Merkle tree hash of RFC 6962, by its definition."""
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return sha256(b"\x01" + root_of(leaves[:half]) + root_of(leaves[half:]))


def canonical(value, depth=0):
    """RFC 8785, for values whose numbers are whole."""
    demand(depth <= 201, "too deep")
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, int):
        demand(-EXACT <= value <= EXACT, "a number is too large")
        return str(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "[" + ",".join(canonical(item, depth + 1) for item in value) + "]"
    demand(isinstance(value, dict), "a number is not whole")
    keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
    members = (canonical(key) + ":" + canonical(value[key], depth + 1) for key in keys)
    return "{" + ",".join(members) + "}"


def event_of(body):
    try:
        event = json.loads(body.decode("utf-8"))
        again = canonical(event).encode("utf-8")
    except (ValueError, RecursionError):
        raise Broken("it is not JSON")
    demand(again == body, "it is not in canonical form")
    demand(isinstance(event, dict) and sorted(event) == FIELDS, "its fields are others")
    demand(event["type"] in TYPES, "its type is unknown")
    demand(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z", event["ts"]), "its time")
    for piece in event["evidence"]:
        demand(sorted(piece) == ["media_type", "redactions", "role", "sha256", "size"],
               "its evidence")
    return event


def look_at_layout(db):
    demand(db.execute("PRAGMA application_id").fetchone()[0] == 0x494C4B31, "no ledger")
    demand(db.execute("PRAGMA user_version").fetchone()[0] == 1, "another format")
    names = {(kind, name) for kind, name in db.execute("SELECT type, name FROM sqlite_schema")}
    wanted = {("table", "event"), ("table", "blob"), ("index", "sqlite_autoindex_blob_1")}
    wanted |= {("trigger", name) for name in GUARDS}
    demand(names == wanted, "the layout is not that of a ledger: %r" % sorted(names ^ wanted))


def look_at_events(db):
    """The leaves, and who cites what: digest -> sizes."""
    leaves, cited, prev, boot, mono = [], {}, "0" * 64, None, -1
    for number, (seq, leaf, body) in enumerate(
            db.execute("SELECT seq, leaf, body FROM event ORDER BY seq")):
        at = "event %d: " % number
        demand(seq == number, at + "it is missing, the next is %d" % seq)
        demand(leaf_of(body) == leaf, at + "its bytes do not give its hash")
        try:
            event = event_of(body)
        except Broken as wrong:
            raise Broken(at + str(wrong))
        demand(event["seq"] == number, at + "it says that it is event %s" % event["seq"])
        demand(event["prev"] == prev, at + "it names another event before it")
        demand((event["type"] == "ledger.genesis") == (number == 0), at + "the genesis")
        demand(event["boot_id"] != boot or event["mono_ns"] > mono, at + "its clock ran back")
        prev, boot, mono = leaf.hex(), event["boot_id"], event["mono_ns"]
        leaves.append(leaf)
        for piece in event["evidence"]:
            cited.setdefault(piece["sha256"], set()).add(piece["size"])
    demand(leaves, "there is no event")
    return leaves, cited


def look_at_evidence(db, cited):
    seen = set()
    for digest, body in db.execute("SELECT sha256, body FROM blob"):
        name = digest.hex()
        demand(sha256(body) == digest, "evidence %s: its bytes do not give its digest" % name)
        demand(name in cited, "evidence %s: nobody cites it" % name)
        demand(cited[name] == {len(body)}, "evidence %s: its size" % name)
        seen.add(name)
    demand(seen == set(cited), "evidence is missing: %s" % sorted(set(cited) - seen)[:1])


def verify(path, line):
    # Without a -wal file nobody writes: then nothing is left beside the file.
    options = "mode=ro" if os.path.exists(path + "-wal") else "immutable=1"
    quoted = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    db = sqlite3.connect("file:%s?%s" % (quoted, options), uri=True)
    look_at_layout(db)
    leaves, cited = look_at_events(db)
    look_at_evidence(db, cited)
    if line:
        size, root = line.split(":")
        demand(len(leaves) >= int(size), "the line tells of %s events" % size)
        demand(root_of(leaves[:int(size)]).hex() == root, "the line has another root")
    return "%d:%s" % (len(leaves), root_of(leaves).hex())


def main(arguments):
    if len(arguments) not in (1, 2) or not os.path.isfile(arguments[0]):
        print(__doc__)
        return 2
    try:
        print("whole", verify(arguments[0], arguments[1] if len(arguments) == 2 else ""))
        return 0
    except (Broken, sqlite3.Error, TypeError, KeyError, AttributeError) as wrong:
        print("broken:", wrong)
        return 5


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
