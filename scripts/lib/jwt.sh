# shellcheck shell=bash
# Signing demo tokens with openssl alone: JWS compact, RS256 (RFC 7515, RFC 7518 section 3.3).

base64url() {
  openssl base64 -A | tr '+/' '-_' | tr -d '='
}

# modulus_of KEYFILE: an RSA key's modulus as base64url (RFC 7518 section 6.3.1.1).
modulus_of() {
  local hex
  hex=$(openssl rsa -in "$1" -noout -modulus)
  # shellcheck disable=SC2001
  printf '%b' "$(sed 's/../\\x&/g' <<<"${hex#Modulus=}")" | base64url
}

# key_id_of KEYFILE: the key's thumbprint (RFC 7638).
key_id_of() {
  printf '{"e":"AQAB","kty":"RSA","n":"%s"}' "$(modulus_of "$1")" | openssl dgst -sha256 -binary | base64url
}

# jwks_of KEYFILE: its public half as a JSON Web Key Set.
jwks_of() {
  jq -nc --arg n "$(modulus_of "$1")" --arg kid "$(key_id_of "$1")" \
    '{keys: [{kty: "RSA", use: "sig", alg: "RS256", kid: $kid, n: $n, e: "AQAB"}]}'
}

# sign_jwt KEYFILE CLAIMS: the token.
sign_jwt() {
  local signed
  signed=$(jq -nc --arg kid "$(key_id_of "$1")" '{alg: "RS256", typ: "JWT", kid: $kid}' | tr -d '\n' | base64url)
  signed+=.$(printf '%s' "$2" | base64url)
  printf '%s.%s\n' "$signed" "$(printf '%s' "$signed" | openssl dgst -sha256 -sign "$1" -binary | base64url)"
}
