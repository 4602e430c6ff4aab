#!/usr/bin/env bash
# An adapter around no SDK at all: the four calls in shell. ../PROTOCOL.md says what it speaks.
# Needs curl, jq and openssl.
set -euo pipefail
body=$(mktemp)
problem=$(mktemp)
trap 'rm -f "$body" "$problem"' EXIT

# of_request FILTER: a text of the request.
of_request() { jq -r "$1" <<<"$request"; }

# sign STRING: its signature.
sign() {
  printf %s "$1" | openssl dgst -sha256 -hmac "$(of_request .consumerKey)" -binary | base64
}

# send METHOD PATH QUERY: sets status, and fills $body; false: no whole answer, $problem says why.
send() {
  local host path query
  host=$(of_request '.host | sub("/$"; "")')
  path=$(sed -E 's,^https?://[^/]*,,' <<<"$host")$2
  query=$3$(of_request '@uri "&clientId=\(.clientId)"')"&timestamp=$(date +%s)"
  : >"$body"
  status=$(curl -sS --path-as-is --max-time "$(of_request '.timeoutSeconds // 30')" \
    -X "$1" "$host$2?$query" -o "$body" -w '%{http_code}' 2>"$problem" \
    -H "Signature: $(sign "{\"content\":null,\"path\":\"$path\",\"query\":\"$query\"}")")
}

# fail KIND MESSAGE
fail() { jq -nc --arg kind "$1" --arg message "$2" '{error: {$kind, $message}}'; }

# answer METHOD PATH QUERY EXPECTED: the call's answer, still without its id. EXPECTED is a filter
# of jq that lets a right body pass.
answer() {
  local status said
  send "${@:1:3}" || { fail transport "$(cat "$problem")" && return; }
  [[ -s $body ]] || echo null >"$body"
  if [[ $status != 2* ]]; then
    said=$(jq -c . "$body" 2>/dev/null) || said=$(jq -Rsc . "$body")
    fail api "$status$(jq -r '.detail? | strings | " \(.)"' <<<"$said")" |
      jq -c --argjson status "$status" --argjson body "$said" '.error += {$status, $body}'
  elif [[ -z $(jq "$4" "$body" 2>/dev/null) ]]; then
    fail client "$status, but not with what was asked for"
  else
    jq -nc --argjson status "$status" --slurpfile body "$body" '{$status, body: $body[0]}'
  fi
}

while IFS= read -r request; do
  user=$(of_request '@uri "userId=\(.userId)&userSecret=\(.userSecret)"')
  one=/authorizations/$(of_request '.authorizationId // "" | @uri')
  case $(of_request .call) in
  list_brokerage_authorizations) said=$(answer GET /authorizations "$user" arrays) ;;
  detail_brokerage_authorization) said=$(answer GET "$one" "$user" objects) ;;
  remove_brokerage_authorization) said=$(answer DELETE "$one" "$user" .) ;;
  session_events)
    chosen=$(of_request '@uri "PartnerClientId=\(.partnerClientId)",
      (.userIds // empty | @uri "&userId=\(.)"), (.sessionIds // empty | @uri "&sessionId=\(.)")')
    said=$(answer GET /sessionEvents "${chosen//$'\n'/}" arrays)
    ;;
  *) said='{"unsupported": true}' ;;
  esac
  jq -c --argjson id "$(of_request .id)" '{$id} + .' <<<"$said"
done
