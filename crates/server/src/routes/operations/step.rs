use uuid::Uuid;
use wellhead_core::command::Command;
use wellhead_core::id::RecordId;
use wellhead_core::ledger::Ledger;
use wellhead_core::resource::Status;
use wellhead_core::tenant::Role;
use wellhead_jsonapi::atomic::{Data, Lids, Op, Operation, Target};
use wellhead_jsonapi::error::kind;
use wellhead_jsonapi::request::{Identifier, Identity, ResourceObject};
use wellhead_jsonapi::{Error, Errors, Pointer};

use super::collection::Collection;
use super::target::Named;
use crate::extract::incoming;
use crate::respond::failure::{Pointers, Wanted, forbidden, nothing_at, unsupported};
use crate::routes::links::end::End;

/// An operation, ready to apply.
pub(super) struct Step {
    pub(super) command: Command,
    pub(super) pointers: Pointers,
    /// The collection of the resource that the result shows, if it shows one.
    pub(super) shown: Option<Collection>,
}

/// Reads operations one by one.
pub(super) struct Reading<'a> {
    ledger: &'a Ledger,
    role: Role,
    lids: Lids<Uuid>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(ledger: &'a Ledger, role: Role) -> Self {
        Self {
            ledger,
            role,
            lids: Lids::new(),
        }
    }

    pub(super) fn step(&mut self, operation: Operation) -> Result<Step, Errors> {
        let Operation {
            op,
            target,
            data,
            pointer,
        } = operation;
        match target {
            Target::Data => self.on_data(op, data.resource()?),
            Target::Ref(target) => {
                let named = Named::by_ref(target, &self.lids)?;
                self.on_named(op, named, data, &pointer)
            }
            Target::Href(href) => self.on_named(op, Named::by_href(href)?, data, &pointer),
        }
    }

    fn on_data(&mut self, op: Op, object: ResourceObject) -> Result<Step, Errors> {
        let pointer = object.pointer.clone();
        let collection = Collection::of_type(&object.of).ok_or_else(|| {
            unsupported("operations cannot change resources of this type")
                .at(pointer.member("type"))
        })?;
        self.allow(collection, &pointer)?;
        if op == Op::Add {
            return self.add(collection, object);
        }
        let id = self.id_of(&object)?;
        self.update(collection, id, object, pointer)
    }

    fn on_named(
        &mut self,
        op: Op,
        named: Named,
        data: Data,
        operation: &Pointer,
    ) -> Result<Step, Errors> {
        let Named {
            collection,
            id,
            relationship,
            pointer,
        } = named;
        self.allow(collection, &pointer)?;
        let misplaced =
            |detail| Err(Error::new(&kind::INVALID_DOCUMENT, detail).at(pointer.clone()));
        match (op, id, relationship) {
            (op, Some(id), Some(name)) => {
                let end = Self::end(op, collection, &name, &pointer)?;
                let target = incoming::target(data.relationship()?, end.name(), &self.lids)?;
                Ok(Step {
                    command: Command::LinkUpdate(end.kind(), id.into(), end.moved(target)),
                    pointers: Pointers {
                        named: Some(pointer),
                        wanted: Wanted::Linkage(operation.member("data")),
                    },
                    shown: None,
                })
            }
            (Op::Add, None, _) => {
                let object = data.resource()?;
                object.expect_type(collection.type_name())?;
                self.add(collection, object)
            }
            (Op::Update, Some(id), None) => {
                let object = data.resource()?;
                object.expect_type(collection.type_name())?;
                self.expect_id(&object, id)?;
                self.update(collection, id, object, pointer)
            }
            (Op::Remove, Some(id), None) => Ok(Self::remove(collection, id, pointer)),
            (Op::Add, Some(_), None) => {
                misplaced("add takes the collection as its href, or no target")?
            }
            (Op::Update | Op::Remove, None, _) => {
                misplaced("ref or href has to name one resource")?
            }
        }
    }

    fn add(&mut self, collection: Collection, object: ResourceObject) -> Result<Step, Errors> {
        object.expect_linkage()?;
        let pointer = object.pointer.clone();
        let named_locally = object.lid.is_some().then(|| object.clone());
        let (command, id) = match collection {
            Collection::Links(kind) => {
                let new = incoming::link::create(self.ledger, kind, object, &self.lids)?;
                let id = new.id.get().uuid();
                (Command::LinkCreate(new), id)
            }
            Collection::Records(kind) => {
                let new = incoming::record::create(self.ledger, kind, object)?;
                let id = new.id.get().uuid();
                (Command::RecordCreate(new), id)
            }
            Collection::Identities(kind) => {
                let new = incoming::identity::create(self.ledger, kind, object, &self.lids)?;
                let id = new.id.get().uuid();
                (Command::IdentityCreate(new), id)
            }
            Collection::WorkspaceConnectors => {
                let new = incoming::workspace_connector::create(self.ledger, object, &self.lids)?;
                let id = new.id.get().uuid();
                (Command::WorkspaceConnectorCreate(new), id)
            }
        };
        if let Some(object) = named_locally {
            self.lids.assign(&object, id)?;
        }
        Ok(Step {
            command,
            pointers: Pointers {
                named: Some(pointer.clone()),
                wanted: Wanted::Resource(pointer),
            },
            shown: Some(collection),
        })
    }

    fn update(
        &self,
        collection: Collection,
        id: Uuid,
        object: ResourceObject,
        named: Pointer,
    ) -> Result<Step, Errors> {
        let mut wanted = Wanted::Resource(object.pointer.clone());
        let command = match collection {
            Collection::Links(kind) => {
                let changes = incoming::link::update(kind, object, &self.lids)?;
                Command::LinkUpdate(kind, id.into(), changes)
            }
            Collection::Records(kind) => {
                let data = object.pointer.clone();
                let changes = incoming::record::update(kind, object)?;
                wanted = Wanted::record(data, &changes);
                Command::RecordUpdate(kind.record(id.into()), changes)
            }
            Collection::Identities(_) => {
                let why = "an identity is created and deleted, and not changed";
                return Err(unsupported(why).at(named).into());
            }
            Collection::WorkspaceConnectors => {
                let status = object.pointer.member("attributes").member("status");
                let changes = incoming::workspace_connector::update(object)?;
                if changes.status == Some(Status::Disabled) {
                    let why = "disabling a connector opens a job: use PATCH";
                    return Err(unsupported(why).at(status).into());
                }
                Command::WorkspaceConnectorUpdate(id.into(), changes)
            }
        };
        Ok(Step {
            command,
            pointers: Pointers {
                named: Some(named),
                wanted,
            },
            shown: Some(collection),
        })
    }

    fn remove(collection: Collection, id: Uuid, named: Pointer) -> Step {
        Step {
            command: match collection {
                Collection::Links(kind) => Command::LinkDelete(kind, id.into()),
                Collection::Records(kind) => Command::RecordDelete(kind.record(id.into())),
                Collection::Identities(kind) => Command::IdentityDelete(kind, id.into()),
                Collection::WorkspaceConnectors => Command::WorkspaceConnectorDelete(id.into()),
            },
            pointers: Pointers {
                named: Some(named),
                wanted: Wanted::Gone,
            },
            shown: None,
        }
    }

    /// The end of a link that an operation on the relationship `name` moves.
    fn end(op: Op, collection: Collection, name: &str, pointer: &Pointer) -> Result<End, Error> {
        let end = match collection {
            Collection::Links(kind) => End::both(kind).into_iter().find(|end| end.name() == name),
            Collection::Records(_)
            | Collection::Identities(_)
            | Collection::WorkspaceConnectors => None,
        };
        match end {
            Some(end) if op == Op::Update => Ok(end),
            Some(_) => {
                let why = "a relationship to one resource can only be updated";
                Err(unsupported(why).at(pointer.clone()))
            }
            None if collection.has_fixed(name) => {
                Err(unsupported("this relationship cannot be changed").at(pointer.clone()))
            }
            None => Err(nothing_at(pointer.clone())),
        }
    }

    fn allow(&self, collection: Collection, pointer: &Pointer) -> Result<(), Error> {
        let needed = collection.role();
        if self.role < needed {
            return Err(forbidden(self.role, needed).at(pointer.clone()));
        }
        Ok(())
    }

    /// Checks that the data is the resource that `ref` or `href` names.
    fn expect_id(&self, object: &ResourceObject, id: Uuid) -> Result<(), Error> {
        if object.id.is_some() {
            return object.expect_id(&RecordId::new(id));
        }
        if self.id_of(object)? == id {
            return Ok(());
        }
        let detail = "this local id is not the target's";
        Err(Error::new(&kind::ID_MISMATCH, detail).at(object.pointer.member("lid")))
    }

    /// The id of the resource to update.
    fn id_of(&self, object: &ResourceObject) -> Result<Uuid, Error> {
        let identity = match (&object.id, &object.lid) {
            (Some(id), _) => Identity::Id(id.clone()),
            (None, Some(lid)) => Identity::Lid(lid.clone()),
            (None, None) => {
                let detail = "the member id or lid is missing";
                return Err(Error::new(&kind::INVALID_DOCUMENT, detail).at(object.pointer.clone()));
            }
        };
        let identifier = Identifier {
            of: object.of.clone(),
            identity,
            pointer: object.pointer.clone(),
        };
        let id: Option<Uuid> = self
            .lids
            .resolve(&identifier, |id| id.parse().ok().map(RecordId::uuid))?;
        id.ok_or_else(|| nothing_at(identifier.identity_pointer()))
    }
}
