//! What may go wrong at an endpoint.

use wellhead_core::tenant::Role;
use wellhead_jsonapi::Kind;
use wellhead_jsonapi::error::kind as jsonapi;

use crate::endpoint::Endpoint;
use crate::exchange::Takes;
use crate::failure::kind;
use crate::resources::shape::{Relationship, Set, Shape};
use crate::routes::operations::changeable;

type Kinds = Vec<&'static Kind>;

/// Every kind of error that an endpoint may answer with.
pub(super) fn of(endpoint: &Endpoint) -> Kinds {
    let served = &endpoint.served;
    let mut kinds: Kinds = vec![
        &kind::UNAUTHENTICATED,
        &jsonapi::NOT_ACCEPTABLE,
        &kind::INTERNAL,
        &kind::UNAVAILABLE,
    ];
    if served.refused.is_some() {
        kinds.push(&kind::UNSUPPORTED);
        return kinds;
    }
    if served.role > Role::Reader {
        kinds.push(&kind::FORBIDDEN);
    }
    if served.path.contains('{') {
        kinds.push(&kind::NOT_FOUND);
    }
    if endpoint.is_guarded() {
        kinds.push(&kind::PRECONDITION_FAILED);
    }
    kinds.extend(of_query(endpoint));
    if let Some(takes) = endpoint.takes {
        kinds.extend([
            &jsonapi::UNSUPPORTED_MEDIA_TYPE,
            &jsonapi::INVALID_JSON,
            &jsonapi::INVALID_DOCUMENT,
            &kind::BODY_BROKE_OFF,
            &kind::TOO_LARGE,
        ]);
        kinds.extend(of_document(takes));
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
    if !query.filters.is_empty() || query.page.is_some() {
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
            kinds.push(&kind::ID_TAKEN);
            kinds.extend(of_links(shape, Set::is_required));
            if shape.attributes.iter().any(|it| it.set.is_required()) {
                kinds.push(&jsonapi::MISSING_ATTRIBUTE);
            }
            if to_one(shape).any(Set::is_required) {
                kinds.push(&jsonapi::MISSING_RELATIONSHIP);
            }
            kinds
        }
        Takes::Changes(shape) => {
            let mut kinds = of_resource();
            kinds.push(&jsonapi::ID_MISMATCH);
            kinds.extend(of_links(shape, |set| set == Set::Required));
            kinds.extend(shape.conflicts);
            kinds
        }
        Takes::Linkage(_) => of_linkage(),
        Takes::Operations => {
            let mut kinds: Kinds = vec![
                &jsonapi::TOO_MANY_OPERATIONS,
                &jsonapi::REPEATED_LID,
                &kind::UNSUPPORTED,
                &kind::NOT_FOUND,
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
        &kind::READ_ONLY,
    ]
}

fn of_links(shape: &Shape, set: impl Fn(Set) -> bool) -> Kinds {
    if to_one(shape).any(set) {
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
        &kind::RELATED_NOT_FOUND,
    ]
}

fn to_one(shape: &Shape) -> impl Iterator<Item = Set> {
    shape.relationships.iter().filter_map(|it| match it {
        Relationship::ToOne(_, set) => Some(*set),
        Relationship::ToMany(_) => None,
    })
}
