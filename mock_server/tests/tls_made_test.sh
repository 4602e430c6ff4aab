#!/usr/bin/env bash
# TLS with a civetweb that is made for OpenSSL 3, and a mock that is linked to it: the tests of TLS,
# and the whole conformance suite through it.
# usage: tls_made_test.sh ROOT BUILD_DIR SNAPTRADE_CONFORMANCE
# Exits with 77, and says so, where that civetweb cannot be had.
set -euo pipefail
cd "$1"
build=$2/tls conformance=$3
source scripts/packages.sh
scripts/civetweb "$build/civetweb"
rm -f "$build/CMakeCache.txt" # it would remember another civetweb
build_tree "$build" -DCMAKE_BUILD_TYPE=Release -DSNAPTRADE_STRICT=ON -DSNAPTRADE_TESTS=OFF \
  -DSNAPTRADE_CONFORMANCE=OFF -DCMAKE_PREFIX_PATH="$build/civetweb"
mock=$build/bin/snaptrade-mock
if ldd "$mock" | grep civetweb; then
  echo "the mock was linked to another civetweb" >&2
  exit 1
fi
python3 mock_server/tests/tls_test.py "$mock" "$build/bin/snaptrade-client" ""
python3 mock_server/tests/tls_refusal_test.py "$mock" "" ""
# shellcheck disable=SC2016 # of the environment that the mock makes
"$mock" --log none --tls self-signed --tls-ca "$build/ca.pem" -- sh -c \
  'exec "$0" --url "$SNAPTRADE_BASE_URL" --disposable --level assumed' "$conformance" | tail -n 3
