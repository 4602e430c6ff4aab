#!/usr/bin/env python3
"""What `cmake --install` puts down: another project links the library, the programs run.

Usage: install_test.py BUILD_DIR
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

BUILD = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
CONSUMER = pathlib.Path(__file__).resolve().parent / "consumer"


def run(*command, **environment):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True,
                          timeout=120, env={**os.environ, **environment}, check=False)
    if done.returncode != 0:
        raise AssertionError(f"{command}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        run("cmake", "--install", BUILD, "--prefix", cls.folder / "first")
        cls.prefix = cls.folder / "moved"
        (cls.folder / "first").rename(cls.prefix)
        [cls.package_config] = cls.prefix.rglob("snaptrade.pc")

    def assert_lists_connections(self, consumer):
        listed = run(self.prefix / "bin/snaptrade-mock", "--", consumer)
        self.assertEqual(len(listed.split()), 3)
        self.assertIn("2bcd7cc3-e922-4976-bce1-9858296801c3", listed)

    def test_a_cmake_project_links_the_library_and_lists_connections(self):
        build = self.folder / "cmake"
        run("cmake", "-S", CONSUMER, "-B", build, "-G", "Ninja",
            f"-DCMAKE_PREFIX_PATH={self.prefix}")
        run("cmake", "--build", build)
        self.assert_lists_connections(build / "consumer")

    def test_pkg_config_says_how_to_compile_and_link(self):
        flags = run("pkg-config", "--cflags", "--libs", "snaptrade",
                    PKG_CONFIG_PATH=str(self.package_config.parent)).split()
        consumer = self.folder / "consumer"
        run("cc", CONSUMER / "consumer.c", "-o", consumer, *flags)
        self.assert_lists_connections(consumer)

    def test_nothing_installed_names_the_machine_it_was_built_on(self):
        for path in self.prefix.rglob("*"):
            if path.is_file() and path.suffix in (".h", ".pc", ".cmake"):
                self.assertNotIn(str(BUILD), path.read_text(encoding="utf-8"), path)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
