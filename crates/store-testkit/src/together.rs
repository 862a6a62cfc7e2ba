use wellhead_core::audit::Act;
use wellhead_core::cause::Author;
use wellhead_core::command::{Command, NewLink, NewRecord, Outcome};
use wellhead_core::id::{NewId, RecordId, WorkspaceConnectorId};
use wellhead_core::limits::LimitChanges;
use wellhead_core::record::{Kind, Values};
use wellhead_core::resource::Direction;
use wellhead_core::store::together::Together;
use wellhead_core::store::{OperatorStore, Store};
use wellhead_core::tenant::Tenant;

use crate::world::{audited, fresh, second};

/// Checks that `together`, which is how `store` makes single links, makes a link of each kind beside one that is refused.
/// The cases cannot tell: what is not made together is made alone. A workspace that may have no more links makes none there. The
/// connector must be an active one of the tenant.
///
/// # Panics
/// If it does not.
pub async fn makes_links_together(
    store: &(impl Store + OperatorStore),
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
        let has = links(store, tenant).await;
        for (most, is_made) in [(has, false), (has + 1, true)] {
            limit(store, tenant, Some(most)).await;
            let (_, answer) = link_to(record).await;
            assert_eq!(answer.is_some(), is_made, "{kind}: {answer:?}");
        }
        limit(store, tenant, None).await;
    }
}

/// How many active links the workspace has.
async fn links(store: &impl OperatorStore, tenant: Tenant) -> u64 {
    let all = store.workspace_sizes(second(3)).await;
    let mut all = all.expect("sizes can be read").into_iter();
    let own = all.find(|(it, _)| it.id == tenant.workspace());
    own.expect("the workspace is listed").1.links
}

async fn limit(store: &impl OperatorStore, tenant: Tenant, links: Option<u64>) {
    let (at, id) = (second(3), tenant.workspace());
    let changes = LimitChanges {
        links: Some(links),
        ..LimitChanges::default()
    };
    let entry = audited(at, Act::Limit, id);
    let limited = store.workspace_limit(at, id, changes, entry).await;
    limited.expect("a workspace can have a quota");
}
