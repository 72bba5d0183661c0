# SPDX-License-Identifier: AGPL-3.0-or-later
"""A real Dovecot as an ordinary process on 127.0.0.1, with TLS by a throw-away authority, and a
proxy before it that cuts the line after so many bytes."""

import grp
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import threading
import time

CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {root}/run
state_dir = {root}/state
log_path = {root}/log
ssl = yes
ssl_cert = <{root}/server.pem
ssl_key = <{root}/server.key
disable_plaintext_auth = {encrypted}
auth_mechanisms = {mechanisms}
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
mail_location = maildir:{root}/mail
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 1
first_valid_gid = 1
mail_max_userip_connections = 100
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain_port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
{more}
passdb {{
  driver = static
  mechanisms = plain login
  args = password=s3cret
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={root}/home
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Corbeille {{
    special_use = \\Trash
  }}
}}
"""


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def make_authority(folder, name, host):
    """An authority name.pem and, signed by it, server.pem with server.key for the host."""

    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
            f"/CN=Test authority {name}", "-addext", "basicConstraints=critical,CA:TRUE",
            "-addext", "keyUsage=critical,keyCertSign", "-keyout", f"{name}.key",
            "-out", f"{name}.pem")
    if host is None:
        return
    openssl("req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={host}", "-keyout",
            "server.key", "-out", "server.csr")
    (folder / "extensions").write_text(f"subjectAltName=DNS:{host}\n")
    openssl("x509", "-req", "-in", "server.csr", "-CA", f"{name}.pem", "-CAkey", f"{name}.key",
            "-CAcreateserial", "-days", "2", "-extfile", "extensions", "-out", "server.pem")


def maildir_name(raw):
    return "" if raw == "INBOX" else "." + raw.replace("/", ".")


class Dovecot:
    """Folder names are as the server writes them (modified UTF-7)."""

    def __init__(self, root, mechanisms="plain login", encrypted="yes", more=""):
        self.root = pathlib.Path(root)
        self.plain_port, self.tls_port = free_port(), free_port()
        # Dovecot refuses to serve mail as root.
        self.user = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
        self.settings = {"mechanisms": mechanisms, "encrypted": encrypted, "more": more}
        self.process = None
        for name in ("run", "state", "mail/cur", "mail/new", "mail/tmp", "home"):
            (self.root / name).mkdir(parents=True, exist_ok=True)
        make_authority(self.root, "authority", "localhost")

    def give_to_user(self):
        if os.getuid() != 0:
            return
        for path in (self.root, *self.root.rglob("*")):
            os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def start(self):
        group = grp.getgrgid(self.user.pw_gid).gr_name
        (self.root / "dovecot.conf").write_text(CONFIG.format(
            root=self.root, user=self.user.pw_name, group=group, plain_port=self.plain_port,
            tls_port=self.tls_port, **self.settings))
        self.give_to_user()
        identity = {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
        self.process = subprocess.Popen(
            ["dovecot", "-F", "-c", str(self.root / "dovecot.conf")], cwd=self.root,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            **(identity if os.getuid() == 0 else {}))
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.tls_port), 1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("dovecot does not start: " + self.log())

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)
            self.process = None

    def log(self):
        path = self.root / "log"
        return path.read_text() if path.exists() else ""

    def folder(self, raw):
        path = self.root / "mail" / maildir_name(raw)
        for part in ("cur", "new", "tmp"):
            (path / part).mkdir(parents=True, exist_ok=True)
        return path

    def put(self, raw, number, message, flags=""):
        """A message that no program has read yet, unless there are flags."""
        path = self.folder(raw) / ("cur" if flags else "new")
        name = f"{1600000000 + number}.M{number}P1.test" + (f":2,{flags}" if flags else "")
        (path / name).write_bytes(message)
        self.give_to_user()

    def forget_identifiers(self, raw):
        """The folder gets another UIDVALIDITY, as after a restore from a backup."""
        folder = self.folder(raw)
        for path in folder.glob("dovecot*"):
            path.unlink()
        (folder / "dovecot-uidlist").write_text("3 V1999999999 N1\n")
        self.give_to_user()

    def files(self):
        """Every message file with its flags."""
        return sorted(str(path.relative_to(self.root)) for path in (self.root / "mail").rglob("*:2,*"))


class CuttingProxy:
    """Passes bytes on, and cuts each of its first connections after so many bytes from the
    server."""

    def __init__(self, port, cuts):
        self.target, self.cuts = port, list(cuts)
        self.connections = 0
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen()
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            most = self.cuts.pop(0) if self.cuts else None
            server = socket.create_connection(("127.0.0.1", self.target))
            threading.Thread(target=self.pump, args=(client, server, None), daemon=True).start()
            threading.Thread(target=self.pump, args=(server, client, most), daemon=True).start()

    @staticmethod
    def pump(source, sink, most):
        left = most
        try:
            while left is None or left > 0:
                some = source.recv(4096 if left is None else min(4096, left))
                if not some:
                    break
                sink.sendall(some)
                left = None if left is None else left - len(some)
        except OSError:
            pass
        for one in (source, sink):
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def close(self):
        self.listener.close()


def present():
    return shutil.which("dovecot") is not None and shutil.which("openssl") is not None
