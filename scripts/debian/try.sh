#!/usr/bin/env bash
# Installs the package in a fresh Debian, uses what it brings, and removes it.
# usage: try.sh PACKAGE
# Exits with 77, and says so, where no Debian can be made.
set -euo pipefail
package=$(realpath "$1")
namespaces=(unshare --mount)
[[ $EUID -eq 0 ]] || namespaces+=(--user --map-root-user)
if ! "${namespaces[@]}" mount -t tmpfs none /mnt 2>/dev/null; then
  echo "not tested: the package, since nothing may be mounted here"
  exit 77
fi
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

# What runs in that Debian: what it has is noted, and must be all that is left in the end.
cat >"$root/inside" <<'INSIDE'
set -euo pipefail
listing() { find / -xdev \( -path /proc -o -path /sys -o -path /tmp -o -path /var/lib/dpkg \
  -o -path /var/log -o -path /var/cache -o -path /run -o -path /dev \) -prune -o -print | sort; }
export DEBIAN_FRONTEND=noninteractive
dependencies=$(dpkg-deb -f /tmp/package.deb Depends | sed 's/([^)]*)//g; s/,//g')
apt-get -q install -y --no-install-recommends $dependencies man-db gcc libc6-dev pkg-config \
  libcurl4-openssl-dev libcjson-dev libssl-dev systemd >/dev/null
listing >/tmp/before
dpkg -i /tmp/package.deb >/dev/null
echo "installed"
snaptrade-mock --version
snaptrade-mock --check
cd / # nothing of the source tree is there
snaptrade-mock -- snaptrade-client list
snaptrade-conformance --level assumed | tail -n 1
for program in snaptrade-mock snaptrade-client snaptrade-conformance; do
  man "$program" | head -n 1 | grep -qi "$program"
done
printf '#include <snaptrade/client.h>\nint main(void) { snaptrade_client_free(NULL); return 0; }\n' >/tmp/a.c
gcc /tmp/a.c -o /tmp/a $(pkg-config --cflags --libs snaptrade) && /tmp/a
unit=/lib/systemd/system/snaptrade-mock.service
grep -q ExecStart=/usr/bin/snaptrade-mock "$unit"
systemd-analyze verify "$unit"
# In tenths, of 100. What is left is the network, the sockets of name services, and the host's files.
systemd-analyze security --offline=true --threshold=11 "$unit" | tail -n 1
dpkg --purge snaptrade-sandbox >/dev/null
listing >/tmp/after
diff /tmp/before /tmp/after || { echo "these are left behind" >&2; exit 1; }
echo "removed, and nothing is left"
INSIDE

mode=()
[[ $EUID -ne 0 ]] || mode=(--mode=root)
# shellcheck disable=SC2016 # $1 is the folder that mmdebstrap gives a hook
mmdebstrap "${mode[@]}" --variant=apt --quiet \
  --customize-hook="touch $root/made" \
  --customize-hook="copy-in $root/inside /tmp" \
  --customize-hook="cp $package \"\$1/tmp/package.deb\"" \
  --customize-hook='chroot "$1" bash /tmp/inside' \
  bookworm /dev/null || {
  [[ ! -e $root/made ]] || exit 1
  echo "not tested: the package, since no Debian can be made here"
  exit 77
}
