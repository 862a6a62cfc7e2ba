#!/usr/bin/env bash
# Brings the people of an NDJSON file to the ledger: pipeline.sh WORKSPACE_CONNECTOR_ID FILE
set -euo pipefail
connector=$1 file=$2
runs=$WELLHEAD_URL/v1/workspace-connector-sync-logs
# The key goes in by a file, so that no list of processes shows it.
headers=$(mktemp)
trap 'rm -f "$headers"' EXIT
printf 'Authorization: Bearer %s\n' "$WELLHEAD_KEY" >"$headers"
call() { curl --silent --show-error --fail-with-body --header "@$headers" "$@"; }

# Open a run. Where one is open already, this is a 409 that names it, and curl fails.
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

# Deliver. A delivery has a name of its own, here the run's: sent again under it, nothing doubles and nothing is
# lost. The answer's last line is a summary where the delivery came to its end.
for try in 1 2 3 4 5; do
    report=$(call --upload-file "$file" --request POST --header 'Content-Type: application/x-ndjson' \
        "$runs/$run/deliveries?delivery=$run") || true
    [[ $report == *'"summary"'* ]] && break
    sleep "$try"
done

# Close. What was good is kept even where a line was rejected, and the run counts both.
if [[ $report != *'"summary"'* ]]; then
    close '{ "status": "error", "error": "the delivery did not come to its end" }' >/dev/null
    echo "the delivery did not come to its end: $report" >&2
    exit 1
fi
grep '^{"rejected":' <<<"$report" >&2 || true
closed=$(close '{ "status": "success" }')
echo "$closed"
[[ $closed == *'"rejected":0'* ]]
