"""Starts seerdb 3.3.0's Mirror such that node-oracledb 26 (thin) logs in to it and works on it as on Oracle.

Arguments are the Mirror's own. What is put right, all on the server's side:
1. ACCEPT says that there are no network services: else node-oracledb's negotiation makes the Mirror take it for SQL*Plus.
2. node-oracledb 26 asks for the time zone while types are agreed (TNS_RCAP_TZ_EX): the reply leads with the database's, UTC.
3. CANCEL_CURSORS (120), sent for a result set closed early, is laid out as CLOSE_CURSORS (105).
4. A query with a CLOB that finds nothing keeps its cursor until the client has applied its defines to it.
5. Words of a string literal in a CREATE TABLE are left alone ('number' is no type there).
6. Error numbers that the Mirror leaves at ORA-00900, or gets wrong (ORA-02292).
7. A client that sends a break (callTimeout) or is gone while its statement waits has the statement cancelled.
"""

import re
import select
import socket
import sys
import threading
import time

from seerdb.server import framing, session
from seerdb.server.backends import postgres
from seerdb.server.launcher import main

TNS_MARKER = 12
CANCEL_CURSORS, CLOSE_CURSORS, PIGGYBACK = 120, 105, 0x11

encode_accept, encode_dty_reply = session.encode_accept, session.encode_dty_reply


def accept_without_services(*args, **options):
    packet = bytearray(encode_accept(*args, **options))
    packet[22] |= 0x04
    packet[23] |= 0x08
    return bytes(packet)


def dty_reply_with_zone(*args, **options):
    reply = encode_dty_reply(*args, **options)
    zone = bytes.fromhex("800000003c3c3c80000000")
    reply = reply[:11] + zone + reply[11:]  # behind the TNS header, the data flags and the token 2
    return len(reply).to_bytes(2, "big") + reply[2:]


session.encode_accept, session.encode_dty_reply = accept_without_services, dty_reply_with_zone

skip_piggybacks = session._skip_piggybacks


def skip_all_piggybacks(body, *args, **options):
    while True:  # the Mirror stops at the one that it does not know, and there may be several
        body = skip_piggybacks(body, *args, **options)
        if not (len(body) > 1 and body[0] == PIGGYBACK and body[1] == CANCEL_CURSORS):
            return body
        body = body[:1] + bytes([CLOSE_CURSORS]) + body[2:]


session._skip_piggybacks = skip_all_piggybacks

open_query = session._Cursors.open_query


def open_query_until_defined(self, sql, bind_types=(), columns=()):
    cursor_id = open_query(self, sql, bind_types, columns)
    if session._defers_inline_rows(columns):
        self._open[cursor_id] = (list(columns), [])
    return cursor_id


session._Cursors.open_query = open_query_until_defined

translate_ddl = postgres._translate_ddl


def translate_ddl_around_literals(sql):
    literals = []

    def stow(match):
        literals.append(match.group(0))
        return f"'literal{len(literals) - 1}'"

    translated = translate_ddl(re.sub(r"'(?:[^']|'')*'", stow, sql))
    return re.sub(r"'literal(\d+)'", lambda match: literals[int(match.group(1))], translated)


postgres._translate_ddl = translate_ddl_around_literals

postgres._SQLSTATE_TO_ORA.update({"40P01": 60, "57014": 1013, "42803": 979, "22007": 1858, "40001": 8177})
postgres._ORA_MESSAGE.update(
    {
        60: "deadlock detected while waiting for resource",
        1013: "user requested cancel of current operation",
        979: "not a GROUP BY expression",
        1858: "a non-numeric character was found where a numeric was expected",
        8177: "can't serialize access for this transaction",
        1427: "single-row subquery returns more than one row",
    }
)
ora_code_for = postgres._ora_code_for


def ora_code(exc):
    state, text = getattr(exc, "sqlstate", None), postgres._primary_message(exc)
    if state == "23503" and text.startswith("update or delete"):
        return 2292  # child record found
    if state == "21000" and "subquery" in text:
        return 1427
    return ora_code_for(exc)


postgres._ora_code_for = ora_code

here, waiting = threading.local(), {}  # one thread a session
stream_init, connection_wait = framing.PacketStream.__init__, postgres._CountedConnection.wait


def init_and_remember(self, sock, **options):
    stream_init(self, sock, **options)
    here.sock = sock


def wait_watched(self, *args, **options):
    sock = getattr(here, "sock", None)
    if sock is None:
        return connection_wait(self, *args, **options)
    waiting[id(self)] = (self, sock, time.monotonic())
    try:
        return connection_wait(self, *args, **options)
    finally:
        waiting.pop(id(self), None)


framing.PacketStream.__init__, postgres._CountedConnection.wait = init_and_remember, wait_watched


def watch():
    while True:
        time.sleep(0.05)
        for connection, sock, since in list(waiting.values()):
            if time.monotonic() - since < 0.1:
                continue
            try:
                if not select.select([sock], [], [], 0)[0]:
                    continue
                head = sock.recv(8, socket.MSG_PEEK | socket.MSG_DONTWAIT)
            except (OSError, ValueError):
                head = b""
            if not head or (len(head) > 4 and head[4] == TNS_MARKER):
                try:
                    connection.cancel_safe(timeout=2)
                except Exception:
                    pass


threading.Thread(target=watch, daemon=True).start()
sys.exit(main())
