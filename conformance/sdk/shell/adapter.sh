#!/usr/bin/env bash
# An adapter around no SDK at all: the calls in shell. ../PROTOCOL.md says what it speaks.
# Needs curl, jq and openssl.
set -euo pipefail
body=$(mktemp)
problem=$(mktemp)
trap 'rm -f "$body" "$problem"' EXIT

# of_request FILTER: a text of the request.
of_request() { jq -r "$1" <<<"$request"; }

# in_body NAME...: what the request has of these, as compact JSON.
in_body() {
  jq -c 'with_entries(select(.key as $key | $ARGS.positional | index($key)))' --args "$@" <<<"$request"
}

# sign STRING: its signature.
sign() {
  printf %s "$1" | openssl dgst -sha256 -hmac "$(of_request .consumerKey)" -binary | base64
}

# send METHOD PATH QUERY [JSON]: sets status, and fills $body; false: no whole answer, $problem says
# why. JSON is a compact object that is sent and signed as it is; an empty one is none.
send() {
  local host path query content=${4-} sent=()
  [[ $content == "{}" ]] && content=
  [[ -z $content ]] || sent=(-H "Content-Type: application/json" --data-binary "$content")
  host=$(of_request '.host | sub("/$"; "")')
  path=$(sed -E 's,^https?://[^/]*,,' <<<"$host")$2
  query=${3:+$3&}$(of_request '@uri "clientId=\(.clientId)"')"&timestamp=$(date +%s)"
  : >"$body"
  status=$(curl -sS --path-as-is --max-time "$(of_request '.timeoutSeconds // 30')" \
    -X "$1" "$host$2?$query" -o "$body" -w '%{http_code}' 2>"$problem" "${sent[@]}" \
    -H "Signature: $(sign "{\"content\":${content:-null},\"path\":\"$path\",\"query\":\"$query\"}")")
}

# fail KIND MESSAGE
fail() { jq -nc --arg kind "$1" --arg message "$2" '{error: {$kind, $message}}'; }

# answer METHOD PATH QUERY EXPECTED [JSON]: the call's answer, still without its id. EXPECTED is a
# filter of jq that lets a right body pass.
answer() {
  local status said
  send "${@:1:3}" "${5-}" || { fail transport "$(cat "$problem")" && return; }
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
  account=/accounts/$(of_request '.accountId // "" | @uri')
  case $(of_request .call) in
  list_brokerage_authorizations) said=$(answer GET /authorizations "$user" arrays) ;;
  detail_brokerage_authorization) said=$(answer GET "$one" "$user" objects) ;;
  remove_brokerage_authorization) said=$(answer DELETE "$one" "$user" .) ;;
  session_events)
    chosen=$(of_request '@uri "PartnerClientId=\(.partnerClientId)",
      (.userIds // empty | @uri "&userId=\(.)"), (.sessionIds // empty | @uri "&sessionId=\(.)")')
    said=$(answer GET /sessionEvents "${chosen//$'\n'/}" arrays)
    ;;
  register_snap_trade_user)
    said=$(answer POST /snapTrade/registerUser "" objects "$(in_body userId)")
    ;;
  list_snap_trade_users) said=$(answer GET /snapTrade/listUsers "" arrays) ;;
  delete_snap_trade_user)
    said=$(answer DELETE /snapTrade/deleteUser "$(of_request '@uri "userId=\(.userId)"')" objects)
    ;;
  reset_snap_trade_user_secret)
    said=$(answer POST /snapTrade/resetUserSecret "" objects "$(in_body userId userSecret)")
    ;;
  login_snap_trade_user)
    said=$(answer POST /snapTrade/login "$user" objects "$(in_body broker immediateRedirect \
      customRedirect reconnect connectionType)")
    ;;
  list_user_accounts) said=$(answer GET /accounts "$user" arrays) ;;
  get_user_account_details) said=$(answer GET "$account" "$user" objects) ;;
  get_user_account_balance) said=$(answer GET "$account/balances" "$user" arrays) ;;
  refresh_brokerage_authorization) said=$(answer POST "$one/refresh" "$user" objects) ;;
  disable_brokerage_authorization) said=$(answer POST "$one/disable" "$user" objects) ;;
  *) said='{"unsupported": true}' ;;
  esac
  jq -c --argjson id "$(of_request .id)" '{$id} + .' <<<"$said"
done
