#!/usr/bin/env bash
# Needs jq and openssl. Answers one delivery on standard input and output, for a listener such as
#   socat TCP-LISTEN:8080,bind=127.0.0.1,reuseaddr,fork EXEC:./receive.sh
set -euo pipefail
signature='' length=0
while IFS= read -r line && line=${line%$'\r'} && [[ $line ]]; do
  case ${line,,} in
    signature:*) signature=${line#*: } ;;
    content-length:*) length=${line#*: } ;;
  esac
done
body=$(head -c "$length")

is_genuine() {
  local canonical expected time
  # Not the bytes as they came: compact ASCII with sorted keys.
  canonical=$(jq -acS . <<<"$body") || return
  expected=$(printf %s "$canonical" |
    openssl dgst -sha256 -hmac "$SNAPTRADE_CONSUMER_KEY" -binary | base64)
  time=$(date -d "$(jq -r .eventTimestamp <<<"$body")" +%s) || return
  [[ $signature == "$expected" && $((EPOCHSECONDS - time)) -lt 300 ]]
}

if is_genuine; then
  jq -r '"\(.eventType) \(.userId)"' <<<"$body" >&2
  printf 'HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n'
else
  printf 'HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'
fi
