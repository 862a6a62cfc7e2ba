use wellhead_core::cause::Author;
use wellhead_core::command::{Command, NewLink, NewRecord, Outcome};
use wellhead_core::id::{NewId, RecordId, WorkspaceConnectorId};
use wellhead_core::record::{Kind, Values};
use wellhead_core::resource::Direction;
use wellhead_core::store::Store;
use wellhead_core::store::together::Together;
use wellhead_core::tenant::Tenant;

use crate::world::{fresh, second};

/// Checks that `together`, which is how `store` makes single links, makes a link of each kind beside one that is refused.
/// The cases cannot tell: what is not made together is made alone. The connector must be an active one of the tenant.
///
/// # Panics
/// If it does not.
pub async fn makes_links_together(
    store: &dyn Store,
    together: &Together,
    tenant: Tenant,
    connector: WorkspaceConnectorId,
) {
    let author = Author::operator(tenant);
    for kind in Kind::ALL {
        let record = fresh::<RecordId>();
        let new = Command::RecordCreate(NewRecord {
            kind,
            id: NewId::Minted(record),
            values: Values::example(kind),
            external_id: None,
        });
        let made = store.apply(author, second(1), vec![new]).await;
        made.expect("a record can be made");
        let link_to = async |record| {
            let id = NewId::Minted(fresh());
            let new = Command::LinkCreate(NewLink {
                kind,
                id,
                record,
                workspace_connector: connector,
                direction: Direction::Input,
            });
            (id, together.make(author, second(2), &[new]).await)
        };
        let ((id, made), (_, refused)) = tokio::join!(link_to(record), link_to(fresh()));
        assert!(refused.is_none(), "{kind}: {refused:?}");
        let Some(Ok(Outcome::Link(link))) = made else {
            panic!("{kind}: {made:?}");
        };
        assert_eq!(link.id, id.get());
    }
}
