#!/usr/bin/env bash
# Delivers the people in an NDJSON file to the ledger: pipeline.sh WORKSPACE_CONNECTOR_ID FILE
set -euo pipefail
connector=$1 file=$2
runs=$WELLHEAD_URL/v1/workspace-connector-sync-logs
# Pass the key in a file, so that no list of processes shows it.
headers=$(mktemp)
trap 'rm -f "$headers"' EXIT
printf 'Authorization: Bearer %s\n' "$WELLHEAD_KEY" >"$headers"
call() { curl --silent --show-error --fail-with-body --header "@$headers" "$@"; }

# Open a run. If one is already open, this is a 409 that names it, and curl fails.
answer=$(call --dump-header - --output /dev/null "$runs" --header 'Content-Type: application/vnd.api+json' --data '{
    "data": {
        "type": "workspace_connector_sync_log",
        "attributes": { "direction": "input", "trigger_type": "scheduled" },
        "relationships": {
            "workspace_connector": { "data": { "type": "workspace_connector", "id": "'"$connector"'" } }
        }
    }
}')
run=$(sed -n 's/^[Ll]ocation: .*\/\([0-9a-f-]*\)\r*$/\1/p' <<<"$answer")

close() {
    call --request PATCH "$runs/$run" --header 'Content-Type: application/vnd.api+json' --data '{
        "data": { "type": "workspace_connector_sync_log", "id": "'"$run"'", "attributes": '"$1"' }
    }'
}

# Deliver. A delivery has its own name, here the run's. Resending it under that name doubles and loses nothing. The
# answer's last line is a summary if the delivery was completed.
for try in 1 2 3 4 5; do
    report=$(call --upload-file "$file" --request POST --header 'Content-Type: application/x-ndjson' \
        "$runs/$run/deliveries?delivery=$run") || true
    [[ $report == *'"summary"'* ]] && break
    sleep "$try"
done

# Close. Good lines are kept even if others were rejected; the run counts both.
if [[ $report != *'"summary"'* ]]; then
    close '{ "status": "error", "error": "the delivery did not come to its end" }' >/dev/null
    echo "the delivery did not come to its end: $report" >&2
    exit 1
fi
grep '^{"rejected":' <<<"$report" >&2 || true
closed=$(close '{ "status": "success" }')
echo "$closed"
[[ $closed == *'"rejected":0'* ]]
