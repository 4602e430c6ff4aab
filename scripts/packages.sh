# Sourced by the scripts: which Debian packages they need, and how they get them.
# shellcheck shell=bash disable=SC2034

# To build the programs and send a first request.
PACKAGES_BUILD=(gcc libc6-dev cmake ninja-build pkg-config check libcivetweb-dev libcjson-dev
  libcurl4-openssl-dev libssl-dev uthash-dev python3-yaml curl)
# What the tests and the lint need beyond that.
PACKAGES_TEST=(clang clang-format clang-tidy shellcheck valgrind git procps python3-jsonschema
  openapi-specification jq openssl nginx perl)
# What scripts/offline and scripts/proxy need to run; the tests of them do too.
PACKAGES_FRONT=(nginx openssl util-linux mount iproute2)
# What the slow ones need: a browser.
PACKAGES_BROWSER=(chromium chromium-driver)
# What scripts/fuzz needs: clang and its run-time library.
PACKAGES_FUZZ=(clang libclang-rt-dev)
# What scripts/package needs to make a package, and to try it.
PACKAGES_PACKAGE=(dpkg-dev file gzip mandoc mmdebstrap)
# What scripts/analyse and scripts/coverage need: analysers, and what reads gcov.
PACKAGES_ANALYSE=(cppcheck clang clang-tools)
PACKAGES_COVERAGE=(gcovr)
# What scripts/civetweb needs to make one whose TLS works.
PACKAGES_CIVETWEB=(apt debian-archive-keyring patch xz-utils)
PACKAGES_BENCH=(wrk nginx binutils python3 valgrind)

# install_packages PACKAGE...: installs what is missing, through sudo when not root.
install_packages() {
  local missing=() package
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "This is no Debian or Ubuntu. Needed are what Debian calls: $*" >&2
    return
  fi
  for package in "$@"; do
    [[ $(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null) == ii* ]] ||
      missing+=("$package")
  done
  [[ ${#missing[@]} -gt 0 ]] || return 0
  echo "Installing ${missing[*]}" >&2
  local root=()
  [[ $EUID -eq 0 ]] || root=(sudo)
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q update >&2
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install \
    "${missing[@]}" >&2
}

# A Python with venv: the one on PATH when it has it, else Debian's.
install_python() {
  python3 -c 'import ensurepip, venv' 2>/dev/null || install_packages python3 python3-venv
}

# Node.js 18 or newer: the one on PATH when it is, else Debian's.
install_node() {
  if ! command -v npm >/dev/null ||
    ! node -e 'process.exit(process.versions.node.split(".")[0] >= 18 ? 0 : 1)' 2>/dev/null; then
    install_packages nodejs npm
  fi
}

# A JDK and Maven: those on PATH, else Debian's.
install_java() {
  if ! command -v mvn >/dev/null || ! command -v javac >/dev/null; then
    install_packages default-jdk-headless maven
  fi
}

# build_tree DIR [CMAKE_ARGUMENT...]: configures and builds, and shows the log when that fails.
build_tree() {
  local build=$1 log
  shift
  log=$(mktemp)
  if ! cmake -S . -B "$build" -G Ninja "$@" >"$log" 2>&1 ||
    ! cmake --build "$build" >>"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}

# build_programs: what somebody needs who wants to use them, in build/.
build_programs() {
  install_packages "${PACKAGES_BUILD[@]}"
  build_tree build -DCMAKE_BUILD_TYPE=Release -DSNAPTRADE_TESTS=OFF -DSNAPTRADE_BENCH=OFF
}
