//! The permission is the extractor: a handler gets its tenant from [`Reader`], [`Syncer`], [`Admin`] or [`Writer`],
//! and has no other way to get one.

use std::convert::identity;

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use wellhead_core::cause::Author;
use wellhead_core::key::{Shut, Token};
use wellhead_core::tenant::{Principal, Role, Tenant};

use crate::app::App;
use crate::extract::address::address;
use crate::extract::asking::Asking;
use crate::layers::asker::{self, Known};
use crate::limits::WrongKey;
use crate::respond::failure::Failure;

/// The holder of a key that may read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader(pub(crate) Tenant);

/// The holder of a key that may write links and records.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Syncer(pub(crate) Author);

/// The holder of a key that may also write workspace connectors.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Admin(pub(crate) Author);

/// The holder of a key that may read, and whom the ledger remembers for it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Named(pub(crate) Author);

/// The holder of a key that may read for a long time: the key is looked at again.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Follower(pub(crate) Principal);

/// The holder of a key that may read the audit log for a long time: the key is looked at again.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Auditing(pub(crate) Principal);

/// The holder of a key that may write; its role says what.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Writer(pub(crate) Principal);

macro_rules! permission {
    ($name:ident, $role:expr, $of:expr) => {
        impl FromRequestParts<App> for $name {
            type Rejection = Failure;

            async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
                let principal = authenticate(parts, app).await?;
                if principal.role < $role {
                    return Err(Failure::forbidden(principal.role, $role));
                }
                Ok(Self($of(principal)))
            }
        }
    };
}

permission!(Reader, Role::Reader, tenant);
permission!(Named, Role::Reader, Author::from);
permission!(Syncer, Role::Sync, Author::from);
permission!(Admin, Role::Admin, Author::from);
permission!(Follower, Role::Reader, identity);
permission!(Auditing, Role::Admin, identity);
permission!(Writer, Role::Sync, identity);

const fn tenant(principal: Principal) -> Tenant {
    principal.tenant
}

async fn authenticate(parts: &Parts, app: &App) -> Result<Principal, Failure> {
    let principal = bearer(parts, app).await?;
    asker::counted(parts.extensions.get(), &app.limits, principal, &parts.uri)?;
    if let Some(asking) = parts.extensions.get::<Asking>() {
        asking.is(principal.tenant, principal.into());
    }
    Ok(principal)
}

async fn bearer(parts: &Parts, app: &App) -> Result<Principal, Failure> {
    let mut headers = parts.headers.get_all(AUTHORIZATION).iter();
    let (Some(header), None) = (headers.next(), headers.next()) else {
        return Err(Failure::unauthenticated(
            "send a key: 'Authorization: Bearer whk_…'",
        ));
    };
    let token = header
        .to_str()
        .ok()
        .and_then(|header| header.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| Token::received(token.trim()));
    let Some(token) = token else {
        return Err(Failure::unauthenticated(
            "the Authorization header is not of the form 'Bearer whk_…'",
        ));
    };
    let address = address(&parts.extensions);
    let holder = app.limits.holder(&app.ledger, &token, address).await?;
    holder.map_err(|wrong| match wrong {
        WrongKey::Shut(shut) => {
            if let Shut::Suspended(holder) = shut {
                asker::tell(parts.extensions.get(), Known::of(holder));
            }
            Failure::shut(shut)
        }
        WrongKey::TooMany => Failure::too_many_wrong_keys(),
    })
}
