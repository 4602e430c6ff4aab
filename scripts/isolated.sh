#!/usr/bin/env bash
# What scripts/offline starts as the first process of its namespaces, and which the mock server then
# takes the place of: when the mock ends, everything that still runs in there does.
#
# usage: isolated.sh FOLDER UID:GID JAVA N BUNDLE... MOCK [OPTION...] -- COMMAND...
#
# FOLDER, which exists, gets a file system of its own. COMMAND runs as UID:GID, unless that is empty.
# JAVA is keytool, or empty; N says how many BUNDLEs there are, files that become the CA bundle.
# COMMAND writes its errors to descriptor 3.
set -euo pipefail
# shellcheck source=scripts/front.sh
source "${BASH_SOURCE[0]%/*}/front.sh"
trap 'exit 143' TERM HUP INT

readonly MOCK_ADDRESS=127.0.0.1:7627
folder=$1 owner=$2 keytool=$3
bundles=("${@:5:$4}")
shift $((4 + $4))

# put_over FILE TARGET: TARGET reads as FILE, if there is a TARGET. A link stays one.
put_over() {
  [[ ! -e $2 ]] || mount --bind "$1" "$(readlink -f "$2")"
}

# A CA that only this run has, and what it signed for the two names.
make_certificates() {
  local names="DNS:${FRONT_HOSTS// /,DNS:}"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
    -keyout ca.key -out ca.pem -subj '/CN=snaptrade-sandbox, of one run' \
    -addext keyUsage=critical,keyCertSign,cRLSign 2>openssl.log
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout host.key \
    -out host.csr -subj /CN=api.snaptrade.com 2>>openssl.log
  openssl x509 -req -in host.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -out host.pem \
    -extfile <(printf '%s\n' "subjectAltName=$names" basicConstraints=critical,CA:FALSE \
      extendedKeyUsage=serverAuth keyUsage=critical,digitalSignature \
      subjectKeyIdentifier=hash authorityKeyIdentifier=keyid) 2>>openssl.log
  rm ca.key
}

# The CA where programs look for one: by variable, in the system's folder (by name and by hash),
# and in each BUNDLE. All but Node.js and Java are given the system's as well: a suite may trust it
# for servers of its own.
trust_ca() {
  local system=/etc/ssl/certs bundle variable
  cat $system/ca-certificates.crt ca.pem >bundle.pem 2>/dev/null || cp ca.pem bundle.pem
  if [[ -d $system ]]; then
    cp -dR --preserve=mode,links $system certs
    cp --remove-destination bundle.pem certs/ca-certificates.crt
    cp ca.pem "certs/$(openssl x509 -noout -hash -in ca.pem).0"
    mount --bind certs $system
  fi
  for bundle in /etc/pki/tls/certs/ca-bundle.crt "${bundles[@]}"; do
    put_over bundle.pem "$bundle"
  done
  for variable in SSL_CERT_FILE REQUESTS_CA_BUNDLE CURL_CA_BUNDLE PIP_CERT AWS_CA_BUNDLE \
    GIT_SSL_CAINFO NIX_SSL_CERT_FILE HTTPLIB2_CA_CERTS GRPC_DEFAULT_SSL_ROOTS_FILE_PATH; do
    export "$variable=$folder/bundle.pem"
  done
  export NODE_EXTRA_CA_CERTS=$folder/ca.pem
  [[ -n $keytool ]] || return 0
  "$keytool" -importcert -noprompt -trustcacerts -alias sandbox -file ca.pem -keystore java.p12 \
    -storetype PKCS12 -storepass changeit 2>keytool.log
  JAVA_TOOL_OPTIONS="${JAVA_TOOL_OPTIONS-} -Djavax.net.ssl.trustStore=$folder/java.p12"
  JAVA_TOOL_OPTIONS+=' -Djavax.net.ssl.trustStorePassword=changeit'
  JAVA_TOOL_OPTIONS+=' -Djavax.net.ssl.trustStoreType=PKCS12'
  export JAVA_TOOL_OPTIONS
}

# Names resolve to what stands in the hosts file, and to nothing else. The sockets are those over
# which glibc would ask a service that lives outside.
settle_names() {
  local own socket
  own=$(</proc/sys/kernel/hostname)
  printf '127.0.0.1 localhost %s\n::1 localhost ip6-localhost\n127.0.0.1 %s\n' "$own" \
    "$FRONT_HOSTS" >hosts
  printf 'nameserver 127.0.0.1\noptions attempts:1 timeout:1\n' >resolv.conf
  sed -E '/^ *hosts:/d' /etc/nsswitch.conf >nsswitch.conf 2>/dev/null || true
  echo 'hosts: files' >>nsswitch.conf
  for socket in /run/nscd/socket /run/systemd/resolve/io.systemd.Resolve; do
    put_over /dev/null "$socket"
  done
  put_over hosts /etc/hosts
  put_over nsswitch.conf /etc/nsswitch.conf
  put_over resolv.conf /etc/resolv.conf
  unset http_proxy https_proxy ftp_proxy all_proxy HTTP_PROXY HTTPS_PROXY FTP_PROXY ALL_PROXY
}

start_front() {
  local listen="listen 127.0.0.1:443 ssl;
        ssl_certificate $folder/host.pem;
        ssl_certificate_key $folder/host.key;"
  print_front "$folder" "http://$MOCK_ADDRESS" on "$listen" >nginx.conf
  "$(find_program nginx)" -c "$folder/nginx.conf" 2>nginx.out || {
    cat nginx.out >&2
    return 1
  }
}

set_up() {
  local umask
  "$(find_program ip)" link set lo up
  mount -t tmpfs -o mode=755 none "$folder"
  cd "$folder"
  umask=$(umask)
  umask 022
  make_certificates
  trust_ca
  settle_names
  start_front
  umask "$umask"
  cd "$OLDPWD"
}

explain_failure() {
  [[ $? -ne 143 ]] || exit 143
  echo "scripts/offline: cannot set up what COMMAND would run in" >&2
  exit 125
}
trap explain_failure EXIT
set_up
trap - EXIT
mock=("$1")
shift
while [[ $1 != -- ]]; do
  mock+=("$1")
  shift
done
shift
as_owner=()
[[ -z $owner ]] || as_owner=(unshare --user "--map-user=${owner%:*}" "--map-group=${owner#*:}" --)
# shellcheck disable=SC2016
exec "${mock[@]}" --listen "$MOCK_ADDRESS" -- \
  bash -c 'exec "$@" 2>&3 3>&-' snaptrade-offline "${as_owner[@]}" "$@"
