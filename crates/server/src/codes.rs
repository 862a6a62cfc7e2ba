//! The kinds of error that the server itself raises.

use wellhead_core::record;
use wellhead_core::record::EachKind;
use wellhead_jsonapi::Kind;

macro_rules! kinds {
    ($($name:ident = $status:literal $code:literal $title:literal;)+) => {
        $(pub(crate) static $name: Kind = Kind::new($status, $code, $title);)+

        static DECLARED: &[&Kind] = &[$(&$name),+];
    };
}

kinds! {
    UNAUTHENTICATED = 401 "unauthenticated" "A valid key is needed";
    FORBIDDEN = 403 "forbidden" "The key may not do this";
    WORKSPACE_SUSPENDED = 403 "workspace_suspended" "The workspace is suspended";
    QUOTA_EXCEEDED = 403 "quota_exceeded" "The workspace has used up a quota";
    UNSUPPORTED = 403 "unsupported" "This is not supported";
    READ_ONLY = 403 "read_only" "The field cannot be set";
    NOT_FOUND = 404 "not_found" "There is no such resource";
    RELATED_NOT_FOUND = 404 "related_not_found" "A related resource does not exist";
    METHOD_NOT_ALLOWED = 405 "method_not_allowed" "The method is not allowed here";
    BODY_TOO_SLOW = 408 "body_too_slow" "The body took too long";
    BODY_BROKE_OFF = 400 "body_broke_off" "The body could not be read";
    UNDECODABLE = 400 "invalid_encoding" "The body does not match its content encoding";
    ID_TAKEN = 409 "id_taken" "The id is taken";
    IDENTITY_TAKEN = 409 "identity_taken" "The connector calls another record so";
    CONTINUED_ALREADY = 409 "continued_already" "Another workspace connector continues it";
    CONNECTOR_DISABLED = 409 "connector_disabled" "The workspace connector is disabled";
    RUN_OPEN = 409 "run_open" "A run is already open";
    RUN_CLOSED = 409 "run_closed" "The run is closed";
    NOTHING_ACCEPTED = 409 "nothing_accepted" "No line of the run was accepted";
    MERGED = 410 "merged" "The record was merged into another";
    RELATED_MERGED = 409 "related_merged" "A related record was merged into another";
    ERASED = 410 "erased" "The record was erased";
    ERASE_INSTEAD = 409 "erase_active_record" "An active record has the external id";
    SUPPRESSED = 409 "suppressed" "The id is that of an erased record";
    MERGE_UNDER_WAY = 409 "merge_under_way" "A merge is still moving links to the record";
    MERGE_STAYS = 409 "merge_cannot_be_undone" "The merge cannot be undone";
    CURSOR_EXPIRED = 410 "cursor_expired" "The changes do not go on from there";
    DELIVERY_ELSEWHERE = 409 "delivery_elsewhere" "The delivery continues after another line";
    CANNOT_SWEEP = 409 "cannot_sweep" "The run cannot sweep";
    SWEEP_TOO_LARGE = 409 "sweep_too_large" "The sweep would remove too much";
    SWEEP_OF_EVERYTHING = 409 "sweep_of_everything" "The sweep would remove everything";
    JOB_DONE = 409 "job_done" "The job is done";
    POSITION_AHEAD = 409 "position_ahead" "The journal has not come this far";
    TOO_MANY_ENDPOINTS = 409 "too_many_webhook_endpoints" "There are too many webhook endpoints";
    TOO_MANY_SECRETS = 409 "too_many_secrets" "The webhook endpoint has too many secrets";
    TOO_MANY_KEYS = 409 "too_many_keys" "There are too many keys";
    KEY_HAS_ENDED = 409 "key_has_ended" "The key has ended";
    LINE_REJECTED = 422 "line_rejected" "A line was rejected";
    DELIVERY_TOO_LONG = 413 "delivery_too_long" "The delivery is too long to be atomic";
    END_DELETED = 409 "end_deleted" "A related resource is deleted";
    PRECONDITION_FAILED = 412 "precondition_failed" "A precondition is not met";
    TOO_LARGE = 413 "body_too_large" "The body is too large";
    INTERNAL = 500 "internal_error" "The server failed";
    TOO_MANY_REQUESTS = 429 "too_many_requests" "There are too many requests";
    UNAVAILABLE = 503 "database_unavailable" "The database cannot be reached";
    COMMIT_UNKNOWN = 503 "commit_unknown" "It is not known whether the change was made";
    LOCKED = 503 "locked" "Others hold what this needs";
    TOOK_TOO_LONG = 503 "took_too_long" "The answer takes too long";
    FULL = 503 "database_full" "The database has no room left";
    DATABASE_READ_ONLY = 503 "database_read_only" "The database can only be read";
    DAMAGED = 503 "database_corrupt" "The database is damaged";
    CROWDED = 503 "database_crowded" "The database takes no more connections";
}

static EXTERNAL_ID_TAKEN: EachKind<Kind> = EachKind::by(|kind| {
    let name = kind.declaration().external_id;
    let code = format!("{name}_taken").leak();
    let title = format!("The {name} is taken").leak();
    Kind::new(409, code, title)
});

/// Another record of this kind has the external id: `external_person_id_taken` and its like.
pub(crate) fn external_id_taken(kind: record::Kind) -> &'static Kind {
    EXTERNAL_ID_TAKEN.of(kind)
}

/// Every kind that the server declares.
pub(crate) fn all() -> impl Iterator<Item = &'static Kind> {
    let declared = DECLARED.iter().copied();
    declared.chain(record::Kind::ALL.map(external_id_taken))
}
