#!/bin/sh
# Sends photos to a phototheque with curl alone, for machines where nothing can be installed: Termux on a phone, a NAS.
#
#   sh send.sh https://photos.example.org TOKEN_FILE FILE...
#
# A receipt (SHA-256 and name) is printed only when the server has the same bytes; run again, it sends nothing twice and
# goes on where a line broke. Exit status 1 when something was not received. Nothing is changed or taken away here.
set -u
[ $# -ge 3 ] || { echo "usage: sh send.sh URL TOKEN_FILE FILE..." >&2; exit 2; }
url=${1%/} token=$(tr -d ' \r\n' <"$2") failed=0
shift 2
case $url in https://* | http://localhost* | http://127.0.0.1*) ;; *) echo "send.sh: https alone" >&2; exit 2 ;; esac
[ -n "$token" ] || { echo "send.sh: the token file is empty" >&2; exit 2; }
answer=$(mktemp) || exit 2
trap 'rm -f "$answer"' EXIT

# The token goes by a file that curl reads: a list of processes must not show it.
asked() {
  curl -sS -K /dev/fd/3 -H 'Tus-Resumable: 1.0.0' -H 'Expect:' "$@" 3<<END
header = "Authorization: Bearer $token"
END
}
word() { printf '%s' "$1" | base64 | tr -d '\n'; }
said() { sed -n "s/^$1: *//Ip" "$answer" | tr -d '\r' | tail -1; }

# Where this file goes on: the address of an upload that was begun, or received, with the same bytes and name.
known() {
  asked "$url/uploads/?sha256=$1" | tr '{' '\n' | grep -F "\"name\": \"$2\"" | grep -v '"state": "\(refused\|expired\)"' |
    sed -n 's/.*"id": "\([0-9A-Z]*\)".*/\1/p' | head -1
}

for file; do
  name=$(basename "$file")
  [ -s "$file" ] || { echo "send.sh: $file is empty or not there" >&2; failed=1; continue; }
  sha=$(sha256sum <"$file" | cut -d' ' -f1) size=$(wc -c <"$file" | tr -d ' ')
  got='' tries=0 id=$(known "$sha" "$name")
  while [ "$got" != "$sha" ] && [ $tries -lt 5 ]; do
    tries=$((tries + 1))
    if [ -z "$id" ]; then
      asked -D "$answer" -o /dev/null -X POST -H "Upload-Length: $size" \
        -H "Upload-Metadata: filename $(word "$name"),sha256 $(word "$sha"),door $(word script)" "$url/uploads/"
      id=$(said location) id=${id##*/}
      [ -n "$id" ] || { sleep 2; continue; }
    fi
    asked -D "$answer" -o /dev/null -I "$url/uploads/$id"
    got=$(said upload-sha256) offset=$(said upload-offset)
    [ "$got" = "$sha" ] && break
    [ -n "$offset" ] || { id=''; sleep 2; continue; }
    tail -c +$((offset + 1)) "$file" | asked -D "$answer" -o /dev/null -X PATCH -H "Upload-Offset: $offset" \
      -H 'Content-Type: application/offset+octet-stream' -T - "$url/uploads/$id"
    got=$(said upload-sha256)
  done
  if [ "$got" = "$sha" ]; then
    echo "$sha  $name"
  else
    echo "send.sh: $file was not received. $(head -1 "$answer" | tr -d '\r')" >&2
    failed=1
  fi
done
exit $failed
