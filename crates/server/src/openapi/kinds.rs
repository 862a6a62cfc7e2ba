//! The errors that an endpoint can answer with.

use wellhead_core::record;
use wellhead_core::tenant::Role;
use wellhead_jsonapi::Kind;
use wellhead_jsonapi::error::kind as jsonapi;

use crate::catalogue::endpoint::Endpoint;
use crate::catalogue::exchange::{Shows, Takes};
use crate::codes;
use crate::resources::shape::{Relationship, Set, Shape};
use crate::routes::operations::changeable;

type Kinds = Vec<&'static Kind>;

/// The errors that can break off a delivery after its answer has begun.
pub(super) fn of_delivery() -> Kinds {
    vec![
        &codes::BODY_BROKE_OFF,
        &codes::BODY_TOO_SLOW,
        &codes::UNDECODABLE,
        &codes::CONNECTOR_DISABLED,
        &codes::DELIVERY_ELSEWHERE,
        &codes::DELIVERY_TOO_LONG,
        &codes::INTERNAL,
        &codes::LINE_REJECTED,
        &codes::NOT_FOUND,
        &codes::QUOTA_EXCEEDED,
        &codes::RUN_CLOSED,
        &codes::UNAUTHENTICATED,
        &codes::WORKSPACE_SUSPENDED,
    ]
    .into_iter()
    .chain(OF_STORE)
    .collect()
}

/// What keeps the store from answering. One description serves all endpoints, also those that commit nothing.
const OF_STORE: [&Kind; 9] = [
    &codes::COMMIT_UNKNOWN,
    &codes::CROWDED,
    &codes::DAMAGED,
    &codes::DATABASE_READ_ONLY,
    &codes::FULL,
    &codes::LOCKED,
    &codes::TOO_MANY_REQUESTS,
    &codes::TOOK_TOO_LONG,
    &codes::UNAVAILABLE,
];

/// Every kind of error that an endpoint can answer with.
pub(super) fn of(endpoint: &Endpoint) -> Kinds {
    let served = &endpoint.served;
    let mut kinds: Kinds = vec![
        &codes::UNAUTHENTICATED,
        &codes::WORKSPACE_SUSPENDED,
        &jsonapi::NOT_ACCEPTABLE,
        &codes::INTERNAL,
    ];
    kinds.extend(OF_STORE);
    if served.refused.is_some() {
        kinds.push(&codes::UNSUPPORTED);
        return kinds;
    }
    if served.role > Role::Reader {
        kinds.push(&codes::FORBIDDEN);
    }
    if served.path.contains('{') {
        kinds.push(&codes::NOT_FOUND);
    }
    if endpoint.is_conditional() || endpoint.is_guarded() {
        kinds.push(&codes::PRECONDITION_FAILED);
    }
    kinds.extend(of_query(endpoint));
    kinds.extend(&endpoint.fails);
    let is_feed = |(_, shows): &(_, _)| matches!(shows, Shows::Feed(_));
    if endpoint.answers.iter().any(is_feed) {
        kinds.push(&codes::CURSOR_EXPIRED);
    }
    if served.defers {
        kinds.push(&codes::JOB_DONE);
    }
    if let Some(takes) = endpoint.takes {
        kinds.push(&jsonapi::UNSUPPORTED_MEDIA_TYPE);
        kinds.extend(of_document(takes));
    }
    if !served.streams && endpoint.takes.is_some() {
        kinds.extend([
            &jsonapi::INVALID_JSON,
            &jsonapi::REPEATED_MEMBER,
            &jsonapi::INVALID_DOCUMENT,
            &codes::BODY_BROKE_OFF,
            &codes::BODY_TOO_SLOW,
            &codes::UNDECODABLE,
            &codes::TOO_LARGE,
        ]);
    }
    kinds
}

fn of_query(endpoint: &Endpoint) -> Kinds {
    let query = &endpoint.served.query;
    let mut kinds: Kinds = vec![
        &jsonapi::INVALID_PARAMETER_NAME,
        &jsonapi::UNKNOWN_PARAMETER,
        &jsonapi::REPEATED_PARAMETER,
        &jsonapi::UNSUPPORTED_INCLUDE,
        &jsonapi::UNSUPPORTED_SORT,
    ];
    if !query.fields.is_empty() {
        kinds.push(&jsonapi::UNKNOWN_FIELD);
    }
    if !query.filters.is_empty() || query.page.is_some() || !query.custom.is_empty() {
        kinds.push(&jsonapi::INVALID_PARAMETER);
    }
    if query.page.is_some() {
        kinds.extend([&jsonapi::INVALID_CURSOR, &jsonapi::PAGE_SIZE_EXCEEDED]);
    }
    kinds
}

fn of_document(takes: Takes) -> Kinds {
    match takes {
        Takes::New(shape) => {
            let mut kinds = of_resource();
            kinds.extend(shape.hindrances);
            kinds.extend(of_links(shape, Set::is_open));
            if shape.attributes.iter().any(|it| it.set.is_required()) {
                kinds.push(&jsonapi::MISSING_ATTRIBUTE);
            }
            if named(shape).any(Set::is_required) {
                kinds.push(&jsonapi::MISSING_RELATIONSHIP);
            }
            kinds
        }
        Takes::Changes(shape) => {
            let mut kinds = of_resource();
            kinds.push(&jsonapi::ID_MISMATCH);
            kinds.extend(of_links(shape, |set| set == Set::Required));
            kinds.extend(shape.conflicts);
            if shape.attributes.iter().any(|it| it.set == Set::Always) {
                kinds.push(&jsonapi::MISSING_ATTRIBUTE);
            }
            kinds
        }
        Takes::Linkage(shape) => {
            let mut kinds = of_linkage();
            if record::Kind::ALL.iter().any(|it| it.as_str() == shape.of) {
                kinds.push(&codes::RELATED_MERGED);
            }
            kinds
        }
        Takes::Lines => vec![
            &codes::CONNECTOR_DISABLED,
            &codes::RUN_CLOSED,
            &codes::DELIVERY_ELSEWHERE,
            &codes::CANNOT_SWEEP,
        ],
        Takes::Operations => {
            let mut kinds: Kinds = vec![
                &jsonapi::TOO_MANY_OPERATIONS,
                &jsonapi::REPEATED_LID,
                &codes::UNSUPPORTED,
                &codes::NOT_FOUND,
                &codes::MERGED,
                &codes::MERGE_UNDER_WAY,
            ];
            for shape in changeable() {
                kinds.extend(of_document(Takes::New(shape)));
                kinds.extend(of_document(Takes::Changes(shape)));
            }
            kinds
        }
    }
}

fn of_resource() -> Kinds {
    vec![
        &jsonapi::TYPE_MISMATCH,
        &jsonapi::INVALID_ID,
        &jsonapi::UNKNOWN_ATTRIBUTE,
        &jsonapi::INVALID_ATTRIBUTE,
        &jsonapi::UNKNOWN_RELATIONSHIP,
        &codes::READ_ONLY,
    ]
}

fn of_links(shape: &Shape, set: impl Fn(Set) -> bool) -> Kinds {
    if named(shape).any(set) {
        of_linkage()
    } else {
        Vec::new()
    }
}

fn of_linkage() -> Kinds {
    vec![
        &jsonapi::TYPE_MISMATCH,
        &jsonapi::INVALID_ID,
        &jsonapi::UNKNOWN_LID,
        &jsonapi::INVALID_RELATIONSHIP,
        &codes::RELATED_NOT_FOUND,
    ]
}

fn named(shape: &Shape) -> impl Iterator<Item = Set> {
    shape.relationships.iter().filter_map(|it| match it {
        Relationship::ToOne(_, set)
        | Relationship::Given(.., set)
        | Relationship::Several(.., set) => Some(*set),
        Relationship::ToMany(_)
        | Relationship::Perhaps(_)
        | Relationship::Any(..)
        | Relationship::Cause(_) => None,
    })
}
