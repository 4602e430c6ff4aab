"""A mock that speaks TLS, certificates for it, and connections to it, for the tests of TLS.

SHIM is the folder of a libssl.so with which also Debian's civetweb can do TLS (old_libssl.c); "" is
for one that can anyway.
"""
import os
import pathlib
import socket
import ssl
import subprocess
import tempfile
import unittest

import sandbox

# What a library that still knows TLS 1.1 may be told.
OLD_TLS = """openssl_conf = start
[start]
ssl_conf = ssl
[ssl]
system_default = all
[all]
MinProtocol = TLSv1
CipherString = ALL:@SECLEVEL=0
"""


def environment(shim, **more):
    """Without settings of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SNAPTRADE_")
            and name not in ("CURL_CA_BUNDLE", "SSL_CERT_FILE", "OPENSSL_CONF")}
    return {**kept, **({"LD_LIBRARY_PATH": shim} if shim else {}), **more}


def openssl(folder, *arguments):
    return subprocess.run(["openssl", *map(str, arguments)], cwd=folder, capture_output=True,
                          check=True, text=True).stdout


def make_pair(folder, name, *options, key=("ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")):
    """NAME.pem, which has signed itself, and NAME.key."""
    openssl(folder, "req", "-x509", "-newkey", *key, "-nodes", "-subj", f"/CN={name}", "-addext",
            "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", f"{name}.key", "-out",
            f"{name}.pem", *options)


class Secure(sandbox.Connection):
    """A connection by TLS; `context` None trusts nobody and anybody."""

    def __init__(self, port, context=None):
        super().__init__(port)
        if context is None:
            context = ssl.create_default_context()
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        try:
            self.socket = context.wrap_socket(self.socket, server_hostname="localhost")
        except BaseException:
            self.socket.close()
            raise


class Mock(sandbox.Mock):
    """All that asks it does so by TLS, trusting `ca`."""

    def __init__(self, *arguments, ca, **popen):
        super().__init__(*arguments, **popen)
        self.ca = ca

    def trust(self):
        return ssl.create_default_context(cafile=self.ca)

    def connect(self):
        return Secure(self.port, self.trust())

    def connect_by_1_2(self):
        """1.3 sends tickets behind the handshake: what can be read then may be no answer."""
        context = self.trust()
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        return Secure(self.port, context)

    def names(self):
        """Those that its certificate has."""
        with self.connect() as connection:
            return list(map(":".join, connection.socket.getpeercert()["subjectAltName"]))


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(
            self.enterContext(tempfile.TemporaryDirectory(prefix="tls")))
        self.ca = self.folder / "ca.pem"
