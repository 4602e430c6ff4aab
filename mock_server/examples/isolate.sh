#!/usr/bin/env bash
# Needs curl, jq and openssl.
set -euo pipefail
api=${SNAPTRADE_BASE_URL:-http://127.0.0.1:7627/api/v1}
sandbox=${api%/api/v1}/_sandbox

partner=$(curl -sSf -X POST "$sandbox/partners")
of_partner() { jq -r "$1" <<<"$partner"; }
mine=$sandbox/partners/$(of_partner .clientId)
connection=$(of_partner '.users[0].authorizationIds[0]')

# list WRITE...: the first user's connections; WRITE puts out the string to be signed.
list() {
  local query signature
  query=$(of_partner '.users[0] | @uri "userId=\(.userId)&userSecret=\(.userSecret)"')
  query+="&clientId=$(of_partner .clientId)&timestamp=$(date +%s)"
  signature=$("$@" "{\"content\":null,\"path\":\"/api/v1/authorizations\",\"query\":\"$query\"}" |
    openssl dgst -sha256 -hmac "$(of_partner .consumerKey)" -binary | base64)
  curl -sS "$api/authorizations?$query" -H "Signature: $signature"
}

# A connection that is disabled.
curl -sSf -X POST "$mine/connections/$connection/disable" -o /dev/null
list printf %s | jq '.[0].disabled' # prints true

# Was it asked for exactly once? Otherwise this answers 409, and what came closest.
curl -sSf "$mine/verify" -H 'Content-Type: application/json' -o /dev/null \
  -d '{"pattern": {"path": "/authorizations", "status": 200}, "exactly": 1}'

# echo ends the string with a newline, which is then signed too.
list echo | jq -r .code # prints 1076
curl -sSf "$mine/journal/last-failure" | jq -r .diagnosis # prints string-trailing-newline

# Back to the start, and away.
curl -sSf -X POST "$mine/reset"
list printf %s | jq '.[0].disabled' # prints false
curl -sSf -X DELETE "$mine"
