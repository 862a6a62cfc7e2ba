use uuid::Uuid;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Direction, Mode, Reason, RunStatus, Trigger};
use wellhead_jsonapi::Errors;
use wellhead_jsonapi::atomic::Lids;
use wellhead_jsonapi::request::ResourceObject;

use super::{keep, leave, minted, nullable, optional, required, text};
use crate::resources::sync_run::{CONNECTOR, KEPT, MODE, REJECTIONS, TRIGGER};

/// A run to open.
pub(crate) struct Opening {
    pub(crate) workspace_connector: WorkspaceConnectorId,
    pub(crate) record: Kind,
    pub(crate) direction: Direction,
    pub(crate) trigger: Trigger,
    pub(crate) mode: Mode,
}

/// What is said of a run when it is opened, and never changes.
const OPENING: &[&str] = &["record", "direction", "trigger_type", "mode"];

/// How to close a run.
pub(crate) enum Closing {
    Success,
    Error(Option<Reason>),
}

/// A run to open: by default triggered by a program, and incremental.
pub(crate) fn open(mut object: ResourceObject) -> Result<Opening, Errors> {
    let mut errors = Errors::new();
    errors.check(minted(&object));
    let attributes = &mut object.attributes;
    let sent = attributes.require("direction");
    let direction = errors.check(sent.and_then(|it| text(&it, str::parse)));
    let record = errors.check(optional(attributes, "record", str::parse));
    let trigger = errors.check(optional(attributes, "trigger_type", str::parse));
    let mode = errors.check(optional(attributes, "mode", str::parse));
    errors.check(keep(attributes, &["status", "error"]));
    errors.check(keep(attributes, KEPT));
    let lids = Lids::<Uuid>::new();
    let workspace_connector = errors.check(required(&mut object.relationships, CONNECTOR, &lids));
    errors.check(object.finish());
    let (Some(direction), Some(workspace_connector)) = (direction, workspace_connector) else {
        return Err(errors);
    };
    errors.or(Opening {
        workspace_connector,
        record: record.flatten().unwrap_or_default(),
        direction,
        trigger: trigger.flatten().unwrap_or(TRIGGER),
        mode: mode.flatten().unwrap_or(MODE),
    })
}

/// How to close a run. Clients can change nothing else about it.
pub(crate) fn close(mut object: ResourceObject) -> Result<Closing, Errors> {
    let mut errors = Errors::new();
    let attributes = &mut object.attributes;
    let reason = errors.check(nullable(attributes, "error", Reason::parse));
    let reason = reason.flatten().flatten();
    let closing =
        attributes
            .require("status")
            .and_then(|sent| match (text(&sent, str::parse)?, reason) {
                (RunStatus::Success, None) => Ok(Closing::Success),
                (RunStatus::Success, Some(_)) => Err(sent.invalid("a successful run has no error")),
                (RunStatus::Error, reason) => Ok(Closing::Error(reason)),
                (RunStatus::Scheduled | RunStatus::InProgress, _) => {
                    Err(sent.invalid("close a run with the status success or error"))
                }
            });
    let closing = errors.check(closing);
    errors.check(leave_open(object));
    match closing {
        Some(closing) => errors.or(closing),
        None => Err(errors),
    }
}

/// Refuses whatever is to be changed of a run, but for its end.
pub(crate) fn leave_open(mut object: ResourceObject) -> Result<(), Errors> {
    let mut errors = Errors::new();
    let attributes = &mut object.attributes;
    errors.check(keep(attributes, OPENING));
    errors.check(keep(attributes, KEPT));
    errors.check(keep(attributes, &["status", "error"]));
    errors.check(leave(&mut object.relationships, [CONNECTOR, REJECTIONS]));
    errors.check(object.finish());
    errors.or(())
}
