//! The ledger's resources as JSON:API writes them: one file per type, with the names of its fields.

pub(crate) mod activity;
pub(crate) mod api_key;
pub(crate) mod audit_event;
pub(crate) mod cause;
pub(crate) mod change;
pub(crate) mod connector;
mod direction;
pub(crate) mod disclosure_report;
pub(crate) mod duplicates;
pub(crate) mod identity;
pub(crate) mod job;
pub(crate) mod link;
pub(crate) mod link_state;
pub(crate) mod merge;
pub(crate) mod notification;
pub(crate) mod provenance;
pub(crate) mod recall;
pub(crate) mod record;
pub(crate) mod rejection;
pub(crate) mod retention;
pub(crate) mod rotation;
pub(crate) mod selection;
pub(crate) mod shape;
mod source;
pub(crate) mod suppression;
pub(crate) mod sync_run;
pub(crate) mod sync_status;
pub(crate) mod webhook_attempt;
pub(crate) mod webhook_endpoint;
pub(crate) mod workspace;
pub(crate) mod workspace_connector;

use serde::Serialize;
use uuid::Uuid;
use wellhead_core::privacy::SubjectRight;
use wellhead_core::record::{Kind, RecordRef};
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::document::{Identifier, Links, Relationship};

use crate::respond::url::at;
use shape::Shape;

/// Every type of resource with its own collection.
pub(crate) fn shapes() -> Vec<&'static Shape> {
    let mut shapes = vec![
        &api_key::SHAPE,
        &audit_event::SHAPE,
        &change::SHAPE,
        &connector::SHAPE,
        &job::SHAPE,
        &notification::SHAPE,
        &provenance::FLOWS,
        &suppression::SHAPE,
        &retention::SHAPE,
        &sync_run::SHAPE,
        &webhook_attempt::SHAPE,
        &webhook_endpoint::SHAPE,
        &workspace::SHAPE,
        &workspace_connector::SHAPE,
    ];
    shapes.extend(SubjectRight::ALL.iter().map(|right| recall::shape(*right)));
    shapes.extend(Kind::ALL.map(record::shape));
    shapes.extend(Kind::ALL.map(link::shape));
    shapes.extend(Kind::ALL.map(identity::shape));
    shapes.extend(Kind::ALL.map(merge::shape));
    shapes.extend(Kind::ALL.map(duplicates::shape));
    shapes
}

/// The type of this name.
///
/// # Panics
/// If there is no such type.
pub(crate) fn shape_of(of: &str) -> &'static Shape {
    let shape = shapes().into_iter().find(|it| it.of == of);
    shape.unwrap_or_else(|| panic!("there is no type {of}"))
}

/// The attributes of any resource, so that one document can hold several types.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Attributes<'a> {
    Activity(activity::Attributes),
    ApiKey(api_key::Attributes<'a>),
    AuditEvent(audit_event::Attributes<'a>),
    Change(change::Attributes),
    Connector(connector::Attributes<'a>),
    DisclosureReport(disclosure_report::Attributes<'a>),
    Duplicates(duplicates::Attributes<'a>),
    Flows(provenance::Flows<'a>),
    Identity(identity::Attributes<'a>),
    Job(job::Attributes<'a>),
    Link(link::Attributes),
    LinkState(link_state::Attributes),
    Merge(merge::Attributes),
    Notification(notification::Attributes<'a>),
    Provenance(provenance::Attributes<'a>),
    Recall(recall::Attributes<'a>),
    Record(record::Attributes<'a>),
    Rejection(rejection::Attributes<'a>),
    Suppression(suppression::Attributes<'a>),
    Retention(Box<retention::Attributes>),
    SyncRun(sync_run::Attributes<'a>),
    WebhookAttempt(webhook_attempt::Attributes<'a>),
    WebhookEndpoint(webhook_endpoint::Attributes<'a>),
    Workspace(workspace::Attributes<'a>),
    WorkspaceConnector(workspace_connector::Attributes<'a>),
}

/// A resource object of any type.
pub(crate) type Resource<'a> = wellhead_jsonapi::document::Resource<'a, Attributes<'a>>;

/// A resource's place in the API.
#[derive(Clone, Copy)]
pub(crate) struct Home {
    collection: &'static str,
    id: Uuid,
    deleted: bool,
}

impl Home {
    /// A resource that was soft-deleted at `deleted_at`, or is active.
    pub(crate) fn new(collection: &'static str, id: Uuid, deleted_at: Option<Timestamp>) -> Self {
        Self {
            collection,
            id,
            deleted: deleted_at.is_some(),
        }
    }

    /// The resource's URL, or one below it. Soft-deleted resources are only shown on request, so their URLs include
    /// that request.
    fn url(self, below: &str) -> String {
        let Self { collection, id, .. } = self;
        let seen = if self.deleted {
            "?filter%5Bdeleted%5D=include"
        } else {
            ""
        };
        at(format!("{collection}/{id}{below}{seen}"))
    }

    /// The URL of the resources of one of its relationships.
    pub(crate) fn related(self, name: &str) -> String {
        self.url(&format!("/{name}"))
    }

    /// The links of the resource.
    fn links(self) -> Links<'static> {
        Links::to("self", self.url(""))
    }

    fn relationship_links(self, name: &str) -> Links<'static> {
        Links::to("self", self.url(&format!("/relationships/{name}")))
            .and("related", self.related(name))
    }

    /// A relationship to one resource, whose type has the same name.
    fn to_one(self, name: &'static str, id: Uuid) -> (&'static str, Relationship<'static>) {
        let relationship = Relationship::to_one(Some(Identifier::new(name, id.to_string())));
        (name, relationship.with_links(self.relationship_links(name)))
    }

    /// A relationship to any number of resources: too many for linkage.
    fn to_many(self, name: &'static str) -> (&'static str, Relationship<'static>) {
        (name, Relationship::linked(self.relationship_links(name)))
    }
}

/// A relationship to a record of any kind.
fn to_record(record: RecordRef) -> Relationship<'static> {
    Relationship::to_one(Some(Identifier::new(
        record.kind.as_str(),
        record.id.to_string(),
    )))
}

/// A relationship to a resource of the type `of`, or to none.
fn linkage(of: &'static str, id: Option<impl ToString>) -> Relationship<'static> {
    Relationship::to_one(id.map(|id| Identifier::new(of, id.to_string())))
}
