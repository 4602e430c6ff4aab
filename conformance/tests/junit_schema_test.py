#!/usr/bin/env python3
"""The JUnit report is what Jenkins' schema for JUnit XML asks for.

Usage: junit_schema_test.py SAMPLE_REPORT FOLDER

FOLDER keeps what comes from PyPI: the schema, which pytest's source distribution has for its own
tests, and lxml, which validates.
"""
import pathlib
import re
import subprocess
import sys
import tarfile
import unittest
import venv

SAMPLE, FOLDER = (sys.argv[1:] + ["", ""])[:2]
PYTEST, LXML = "8.3.4", "5.3.0"
VALIDATE = """
import sys
from lxml import etree
schema = etree.XMLSchema(etree.parse(sys.argv[1]))
schema.assertValid(etree.fromstring(sys.stdin.buffer.read()))
"""


def fetch_schema(python, folder):
    subprocess.run([python, "-m", "pip", "download", "--quiet", "--disable-pip-version-check",
                    "--no-deps", "--no-binary", ":all:", "--dest", folder, f"pytest=={PYTEST}"],
                   check=True)
    name = f"pytest-{PYTEST}"
    with tarfile.open(folder / f"{name}.tar.gz") as archive:
        return archive.extractfile(f"{name}/testing/example_scripts/junit-10.xsd").read()


class Schema(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(FOLDER)
        cls.python = folder / f"lxml-{LXML}" / "bin" / "python"
        cls.schema = folder / f"junit-10-of-pytest-{PYTEST}.xsd"
        if not cls.python.exists():
            venv.create(cls.python.parent.parent, with_pip=True)
        subprocess.run([cls.python, "-m", "pip", "install", "--quiet",
                        "--disable-pip-version-check", f"lxml=={LXML}"], check=True)
        if not cls.schema.exists():
            cls.schema.write_bytes(fetch_schema(cls.python, folder))

    def validate(self, report):
        return subprocess.run([self.python, "-c", VALIDATE, self.schema], input=report,
                              capture_output=True, timeout=60, check=False)

    def test_a_report_is_valid(self):
        for more in ((), ("stopped",)):
            report = subprocess.run([SAMPLE, "junit", *more], stdout=subprocess.PIPE, timeout=60,
                                    check=True).stdout
            done = self.validate(report)
            self.assertEqual(done.returncode, 0, done.stderr.decode())

    def test_a_report_that_is_not_would_be_found(self):
        report = subprocess.run([SAMPLE, "junit"], stdout=subprocess.PIPE, timeout=60,
                                check=True).stdout
        for pattern, other in ((rb' errors="0" skipped', b" skipped"), (rb"<failure", b"<bad"),
                               (rb'time="[^"]*" timestamp', b'time="soon" timestamp')):
            broken = re.sub(pattern, other, report, count=1).replace(
                b"</failure>", b"</bad>" if other == b"<bad" else b"</failure>", 1)
            self.assertNotEqual(broken, report)
            self.assertIn(b"DocumentInvalid", self.validate(broken).stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
