#!/usr/bin/env python3
"""What TLS needs and does not have is told in one line, before anything is started.

Usage: tls_refusal_test.py SNAPTRADE_MOCK SHIM STAND_IN [Class...]
STAND_IN is a library that takes the place of a function of civetweb; "": there is none.
"""
import datetime
import os
import re
import subprocess
import sys
import unittest

import tls_case

PROGRAM = os.path.abspath(sys.argv[1])
SHIM, STAND_IN = sys.argv[2:4]
LONG = 60


class Refusal(tls_case.Case):
    def run_mock(self, *options, shim=SHIM, timeout=LONG, **more):
        return subprocess.run([PROGRAM, "--listen", "127.0.0.1:0", *map(str, options)],
                              capture_output=True, text=True, timeout=timeout, check=False,
                              cwd=self.folder, env=tls_case.environment(shim, **more))

    def refuse(self, status, line, *options, **more):
        done = self.run_mock(*options, **more)
        self.assertEqual((done.returncode, done.stdout, done.stderr),
                         (status, "", f"snaptrade-mock: {line}\n"))


class Options(Refusal):
    def test_what_does_not_go_together_is_named(self):
        own = ("--tls", "self-signed", "--tls-ca", "ca.pem")
        files = ("--tls-cert", "a.pem", "--tls-key", "a.key")
        for line, options in (
                ("--tls-cert: --tls-key is missing", ("--tls-cert", "a.pem")),
                ("--tls-key: --tls-cert is missing", ("--tls-key", "a.key")),
                ("--tls self-signed: not together with --tls-cert", (*own, *files)),
                ("--tls self-signed: --tls-ca is missing, where its CA is to be written", own[:2]),
                ("--tls-ca: only together with --tls self-signed", own[2:]),
                ("--tls-ca: only together with --tls self-signed", (*files, *own[2:])),
                ("--listen https://: --tls-cert and --tls-key are missing, or --tls self-signed",
                 ("--listen", "https://127.0.0.1:0")),
                ('--tls: "yes" is not self-signed', ("--tls", "yes")),
                ('--tls-cert: "" is not a path', ("--tls-cert", ""))):
            with self.subTest(options):
                self.refuse(2, line, *options)
        done = subprocess.run([PROGRAM, "--listen", "http://127.0.0.1:0", *own], check=False,
                              capture_output=True, text=True, timeout=LONG)
        self.assertEqual((done.returncode, done.stderr), (
            2, "snaptrade-mock: --listen http://: none is left that speaks TLS\n"))

    def test_the_environment_sets_them_too(self):
        self.refuse(2, "--tls-cert: --tls-key is missing", SNAPTRADE_MOCK_TLS_CERT="a.pem")
        self.refuse(2, "--tls-key: --tls-cert is missing", SNAPTRADE_MOCK_TLS_KEY="a.key")
        self.refuse(2, "--tls-ca: only together with --tls self-signed", SNAPTRADE_MOCK_TLS_CA="a")
        self.refuse(2, 'SNAPTRADE_MOCK_TLS: "1" is not self-signed', SNAPTRADE_MOCK_TLS="1")


class Files(Refusal):
    def setUp(self):
        super().setUp()
        tls_case.make_pair(self.folder, "good")
        tls_case.make_pair(self.folder, "other")

    def refuse_files(self, line, certificate="good.pem", key="good.key"):
        self.refuse(1, line, "--tls-cert", certificate, "--tls-key", key)

    def test_a_file_that_is_not_there_is_named(self):
        self.refuse_files("--tls-cert nowhere.pem: No such file or directory", "nowhere.pem")
        self.refuse_files("--tls-key nowhere.key: No such file or directory", key="nowhere.key")

    def test_a_file_that_holds_something_else_is_named(self):
        (self.folder / "text").write_text("no PEM\n", encoding="ascii")
        (self.folder / "empty").write_bytes(b"")
        for name in ("text", "empty", ".", "good.key"):
            self.refuse_files(f"--tls-cert {name}: is no certificate in PEM", name)
        for name in ("text", "empty", ".", "good.pem"):
            self.refuse_files(f"--tls-key {name}: is no private key in PEM", key=name)

    def test_a_broken_certificate_behind_the_first_is_no_certificate(self):
        good = (self.folder / "good.pem").read_text(encoding="ascii")
        (self.folder / "chain.pem").write_text(good + good.replace("MII", "MIJ", 1),
                                               encoding="ascii")
        self.refuse_files("--tls-cert chain.pem: is no certificate in PEM", "chain.pem")

    def test_a_key_of_another_certificate_is_named_with_both(self):
        self.refuse_files("--tls-key other.key: is not the key of --tls-cert good.pem",
                          key="other.key")

    def test_a_key_with_a_passphrase_is_refused_without_asking_for_it(self):
        tls_case.openssl(self.folder, "pkey", "-in", "good.key", "-aes256", "-passout", "pass:x",
                         "-out", "locked.key")
        self.refuse_files("--tls-key locked.key: is encrypted; a key without a passphrase is wanted",
                          key="locked.key")

    def test_a_certificate_of_another_time_is_told_with_the_date(self):
        def made(name, first, last):
            tls_case.openssl(self.folder, "req", "-new", "-key", "good.key", "-subj", "/CN=x",
                             "-out", "good.csr")
            (self.folder / "db").write_bytes(b"")
            (self.folder / "serial").write_text("01\n", encoding="ascii")
            (self.folder / "ca.cnf").write_text(
                "[ca]\ndefault_ca=d\n[d]\ndatabase=db\nserial=serial\nnew_certs_dir=.\n"
                "policy=p\ndefault_md=sha256\n[p]\ncommonName=supplied\n", encoding="ascii")
            tls_case.openssl(self.folder, "ca", "-batch", "-config", "ca.cnf", "-selfsign",
                             "-keyfile", "good.key", "-in", "good.csr", "-startdate", first,
                             "-enddate", last, "-out", name, "-notext")

        next_year = datetime.datetime.now(datetime.timezone.utc).year + 1
        made("old.pem", "20200102030405Z", "20210102030405Z")
        made("early.pem", f"{next_year}0102030405Z", f"{next_year}0202030405Z")
        self.refuse_files("--tls-cert old.pem: has expired on 2021-01-02T03:04:05Z", "old.pem")
        self.refuse_files(f"--tls-cert early.pem: is not good before {next_year}-01-02T03:04:05Z",
                          "early.pem")

    def test_a_key_too_short_for_openssl_is_told(self):
        tls_case.make_pair(self.folder, "short", key=("rsa:512",))
        self.refuse_files("--tls-cert short.pem: ee key too small", "short.pem", "short.key")


class Ca(Refusal):
    def test_a_ca_file_that_cannot_be_written_is_named(self):
        if not SHIM and self.run_mock("--tls", "self-signed", "--tls-ca", "/dev/null", "--",
                                      "true").returncode:
            self.skipTest("this civetweb does no TLS")
        self.refuse(1, "--tls-ca nowhere/ca.pem: No such file or directory", "--tls",
                    "self-signed", "--tls-ca", "nowhere/ca.pem")


class Ways(Refusal):
    WAY_OUT = ("put nginx, stunnel or caddy in front, or link one that is made for OpenSSL 3 "
               "(README, TLS)")

    def setUp(self):
        super().setUp()
        tls_case.make_pair(self.folder, "good")
        self.ways = {"--tls self-signed": ("--tls", "self-signed", "--tls-ca", self.ca),
                     "--tls-cert": ("--tls-cert", "good.pem", "--tls-key", "good.key")}

    def check(self, done, option, what):
        self.assertEqual((done.returncode, done.stdout), (1, ""), done.stderr)
        self.assertEqual(re.sub(r"civetweb [\d.]+", "civetweb N", done.stderr),
                         f"snaptrade-mock: {option}: the civetweb N that is linked here {what}: "
                         f"{self.WAY_OUT}\n")
        self.assertFalse(self.ca.exists())

    def refuse_all(self, what, **more):
        for option, way in self.ways.items():
            self.check(self.run_mock(*way, **more), option, what)

    def stand_in(self, what):
        if not STAND_IN:
            self.skipTest("civetweb is no shared library here")
        return {"LD_PRELOAD": STAND_IN, "STAND_IN": what,
                "ASAN_OPTIONS": "verify_asan_link_order=0", "shim": SHIM}


class Civetweb(Ways):
    """What the linked civetweb does not let be done."""

    def test_one_that_crashes_is_found_out_without_crashing(self):
        """Debian 12's and 13's."""
        ask = 'exec curl -sS --noproxy "*" --cacert "$SNAPTRADE_CA_FILE" "$SNAPTRADE_BASE_URL/"'
        done = self.run_mock(*self.ways["--tls self-signed"], "--", "sh", "-c", ask, shim="")
        if done.returncode == 0:
            self.skipTest("this civetweb's TLS works")
        self.ca.unlink(missing_ok=True)
        self.refuse_all("crashes in TLS, on the first connection", shim="")
        self.assertEqual([path.name for path in self.folder.iterdir() if "core" in path.name], [])

    def test_a_libssl_that_it_does_not_find_is_named(self):
        hints = self.stand_in("")
        (self.folder / "libssl.so").write_bytes(b"")
        self.refuse_all("does not find libssl.so, which Debian's package libssl-dev has",
                        **{**hints, "shim": str(self.folder)})

    def test_a_command_is_not_run(self):
        done = self.run_mock(*self.ways["--tls self-signed"], "--", "touch", "ran",
                             **self.stand_in("fails"))
        self.check(done, "--tls self-signed", "does not start TLS")
        self.assertFalse((self.folder / "ran").exists())

    def test_one_that_was_built_without_tls_has_its_own_sentence(self):
        self.refuse_all("was built without TLS", **self.stand_in("no-tls"))

    def test_without_tls_it_serves_all_the_same(self):
        for what in ("", "no-tls"):
            done = self.run_mock("--", "true", **self.stand_in(what))
            self.assertEqual((done.returncode, done.stderr), (0, ""))


class Hanging(Ways):
    def test_one_that_hangs_is_given_up(self):
        done = self.run_mock(*self.ways["--tls-cert"], **self.stand_in("hangs"))
        self.check(done, "--tls-cert", "hangs in TLS")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]], verbosity=1)
